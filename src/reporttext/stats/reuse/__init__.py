"""Passages that reports share: found, aligned, told from official wording, and searched for what a copy left over.

`symbols` makes texts comparable, `seeds` finds where two share a few symbols, `chains` puts these together to candidates,
`align` says exactly what is the same; `compare` does it all. `shares` counts, `leftovers` raises the alarms.
"""
