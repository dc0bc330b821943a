"""Checks on the shape of a report: numbers of headings that do not follow, usual parts that are missing, metadata that clash.

A wrong alarm costs trust, so what may be meant is left alone: see each file. The words are in data/outline.toml.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reporttext.lexicon import Lexicon, check_keys
from reporttext.model import Document
from reporttext.outline_checks.clashes import clashes
from reporttext.outline_checks.numbers import numbering
from reporttext.outline_checks.parts import missing_parts


def checker(lexicon: Lexicon) -> Callable[[Document], Document]:
    """The stage: `doc.outline_checks`, in the order of the text; raises RuleError on a bad table."""
    check_keys("outline", lexicon["outline"], ("parts", "clashes"))
    finders = (numbering(lexicon), missing_parts(lexicon), clashes(lexicon))

    def check(doc: Document) -> Document:
        found = {one for find in finders for one in find(doc)}
        return replace(doc, outline_checks=tuple(sorted(found, key=lambda c: (c.span, c.kind, c.message))))

    return check
