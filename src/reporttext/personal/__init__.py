"""Numbers of persons blanked out on request: identity cards, mobile and other telephones, bank cards.

A number that goes is written over with as many `*`, so that every offset stays, before anything else is done with the text.
What tells it from a figure: an identity number has a region, a day of birth and (18 digits) a check digit, ISO 7064 MOD 11-2
as GB 11643-1999 has it; a bank card has Luhn's check digit (ISO/IEC 7812-1); a telephone has its form. What has a unit, before
or behind it, is a figure unless a word in front calls it a telephone; in a table a telephone needs such a word in its row or
at the head of its column, and where blanks part its digits in its line. The words are in data/personal.toml.
"""

from __future__ import annotations

from reporttext.personal.finding import Personal, find
from reporttext.personal.masking import mask_text, masker

__all__ = ["Personal", "find", "mask_text", "masker"]
