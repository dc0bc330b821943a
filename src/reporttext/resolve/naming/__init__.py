"""What a figure measures, in the report's own characters: a file for each way in which reports put it.

`indicator` asks them in turn.
"""
