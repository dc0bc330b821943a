"""What a figure measures, in the report's own characters: a file for each way in which reports put it.

`indicator` goes through a document passage by passage, `single` asks the ways of one figure in turn, the surest first.
"""
