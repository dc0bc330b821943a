"""WordprocessingML to lines, whatever file it came in: names, numerals, styles, numbering, body.

Terms and defaults are those of ECMA-376 (Office Open XML), part 1, section 17; where Word is known to differ ([MS-OI29500])
it is followed, since its picture of the document is the one the author saw.
"""
