"""Plots of statistics as PNG or SVG, each with its data beside it.

A plot draws what a statistic computed and nothing else, so every point has a row in the csv, and every row its sentences by
`reporttext trace`. matplotlib draws (the extra `plots`): wheels for all systems, no browser and no JavaScript engine, and it can
be told which fonts to use and to write the same bytes again.
"""
