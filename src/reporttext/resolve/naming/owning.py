"""Whose a sum, a rate or a rank behind those counted is: 35家规上企业(产值12亿元) counts firms, and no output."""

from __future__ import annotations

from typing import Final

from reporttext.resolve.context import Surroundings
from reporttext.resolve.words.phrases import Phrases

_LEAST: Final = 2  # characters of what is theirs: (企业)产值
_TAKEN: Final = "贷款"  # 帮助3名(妇女申请贷款)20万元: what they did
_ONE_SIDED: Final = ("over", "under")
_LOOSE: Final = ("余", "多")
_PASSES: Final = ("过", "破", "于", "不足", "不到")
_HALVES: Final = ("村集体",)  # words that the segmenter joins with what is theirs: 22个(村)集体经济总收入


def bounds_those(text: str, figures: tuple[Surroundings, ...], begin: int) -> bool:
    """Whether the figure from `begin` on says which ones were counted: 3个(村经营性收入不足)5万元."""
    fact = next((f.fact for f in figures if f.start >= begin), None)
    bound = fact and fact.quantity.qualifier in _ONE_SIDED and fact.qualifier_text not in _LOOSE
    return bool(bound) or text.endswith(_PASSES, 0, begin)


def owners(phrases: Phrases, after: range) -> range:
    """Of the words behind a figure, straight before the next one, those counted; all where the words tell no measure of theirs."""
    if phrases.text.endswith(_TAKEN, 0, phrases.tokens.end(after)):
        return after
    if not phrases.is_measured(after):
        total = len(after) > 1 and phrases.tokens.word(after[-1]) == "总"
        return after[:-1] if total else after  # 12个(项目)总投资9亿元: 投资 ends the noun as a verb
    known, words = phrases.tokens, phrases.words
    begin, end = known.begin(after), known.end(after)
    if phrases.text.startswith(_HALVES, begin):
        return known.clipped(range(after.start, after.start + 1), begin, begin + 1)
    for k in reversed(after[:-1]):
        at = known.ends[k]
        if end - at >= _LEAST and words.owners.search(phrases.text, begin, at):
            return range(after.start, k + 1)
    return after
