"""The review loop: what is unsure goes out as a file, what was decided comes back as corrections of later runs.

`file` is the csv file itself, `unsure` chooses its rows from the tables of a run, `decisions` reads what was decided,
`labelstudio` and `doccano` carry the same to those programs and back.
"""
