"""“喜迎丰收”乡村巡演, “金秋助学”活动, “甲”“乙”“丙”等评选活动, 深入实施城市更新行动, 荣获“平安县”称号, 创建全国文明城市.

An event is an activity, campaign, competition, programme or title that bears a name of its own. Spans are code points of
the document's text and run from the opening quote, or the first character of the name, to the end of the head noun.
Slogans (一岗双责), plan periods (“七五”计划), tools (“学习强国”平台), organisations and documents in 《》 are none.
The definition is that of the annotation guide of the gold corpus; every word list is in `data/events.toml`.

Families, each with small work per hit of one search (`reporttext.spotting` finds the words of several at once): names in
quotes, names everybody knows, what is held (behind 举办 or 第五届), names found by their head noun, titles won or sought, pilots,
items of a list that ends in 等文化活动, drives that a small heading names. Where two overlap, the earlier family wins. A name that tells by its last
word what it is (“插秧节”) is found again wherever the report mentions it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reporttext.events.families import Words, candidates
from reporttext.events.naming import Naming
from reporttext.events.periods import Dating
from reporttext.events.placing import placed
from reporttext.lexicon import Lexicon
from reporttext.model import Document
from reporttext.spotting import spotter

__all__ = ["Stage", "finder"]

Stage = Callable[[Document], Document]


def finder(lexicon: Lexicon) -> Stage:
    """The stage that fills `Document.events`. Raises RuleError for an entry of `data/events.toml` it does not know."""
    words = Words.of(lexicon["events"])
    scan, dating, naming = spotter(lexicon), Dating(lexicon), Naming(lexicon["events"])

    def find(doc: Document) -> Document:
        text = doc.folded or doc.text
        found = sorted(candidates(text, scan.stretches(text), words))
        return replace(doc, events=naming.linked(text, dating.dated(doc, placed(doc, found, words.common))))

    return find
