"""Characters with their places on pages to lines: for formats that know where ink goes and not what a paragraph is."""

from reporttext.readers._layout.glyphs import Glyph as Glyph
from reporttext.readers._layout.glyphs import Page as Page
from reporttext.readers._layout.glyphs import Rule as Rule
from reporttext.readers._layout.paragraphs import lines as lines
