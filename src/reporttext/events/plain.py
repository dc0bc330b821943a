"""启动城市更新行动, 举办农村电商培训班, 禾苗河治理工程全线通水, 荣获全国文明村镇, 创建国家卫生县城: names without quotes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from reporttext.events.quoted import before
from reporttext.events.vocabulary import STOP, Found, Vocabulary

# A longer stretch before a head noun is a sentence, not a name.
_MOST = 22
_OF = re.compile(r".*的(?<!党的)")
_NUMBER = r"(?:[\d*×○xX.]+|[一二两三四五六七八九十百千]+)[万余多]{0,2}\s?[个项家件处座条]"
# Things that are counted are a kind of thing, not a name: 整治项目超2万个, 建成12个灾后重建项目.
_COUNTED = re.compile(rf"\s?(?:超过?|约|近|达|共)?\s?{_NUMBER}")
_COUNT_BEFORE = re.compile(rf"{_NUMBER}$")
_SESSION = re.compile(r"第[一二三四五六七八九十百\d○*×xX]+届|首届")
# 和 joins two things when both sides are long enough to be things; in 盛和纺织 it is part of a name.
_AND = re.compile("..[和与及].")
_IN_LIST = re.compile("[、和与及等,，。；“”]")
_NO_NAME = frozenset(STOP + " 的个项0123456789")  # before a head noun: there is no modifier at all
_NOT_PRIZE = ("项", "励", "金", "级")


class Taken:
    """Spans already given away, asked for overlap by bisection."""

    def __init__(self, found: Sequence[Found]) -> None:
        self.spans = sorted((f.start, f.end) for f in found)

    def overlaps(self, start: int, end: int) -> bool:
        i = bisect_right(self.spans, (end - 1, 1 << 60))
        return i > 0 and self.spans[i - 1][1] > start


def find_known(text: str, words: Vocabulary, taken: Taken) -> Iterator[Found]:
    """Names that everybody knows: 爱国卫生运动, 全国文明城市创建活动."""
    for hit in words.name.finditer(text):
        if not taken.overlaps(*hit.span()):
            kind = next(kind for name, kind in words.names.items() if hit.group().startswith(name))
            prefix = words.name_prefix.search(text[max(0, hit.start() - 12) : hit.start()])
            start = hit.start() - (len(prefix.group()) if prefix else 0)
            yield Found(start, hit.end(), kind, "event.plain.known", 0.85)


def find_plain(text: str, words: Vocabulary, taken: Taken) -> Iterator[Found]:
    """Names found by their head noun; what stands before it must be a real modifier."""
    last = -1
    for hit in words.plain.finditer(text):
        if hit.start() < last or text[hit.start() - 1] in _NO_NAME:
            continue
        weak = hit.group() in words.weak
        if weak and text.endswith(words.vague, last + 1, hit.start()):
            continue
        more = words.plain.match(text, hit.end())  # 专项整治 + 三年行动
        end = more.end() if more else hit.end()
        if words.follower.match(text, end):
            continue
        start = _name_start(text, (hit.start(), end), words, weak, last)
        if start is None or taken.overlaps(start, end):
            continue
        last = end
        kind = words.type_of(text[start:end], text[hit.start() : end])
        yield Found(
            start, end, kind, "event.plain.weak" if weak else "event.plain.strong", 0.65 if weak else 0.8
        )


def _name_start(text: str, span: tuple[int, int], words: Vocabulary, weak: bool, last: int) -> int | None:
    """Where the name begins whose head noun is at `span`, or None when the words before it make no name.

    `last` is where the name found before ended.
    """
    head, end = span
    left, opener = before(text, head)
    joined = last > head - len(left)  # a name ends in this clause: 实施…行动和[…计划] share the verb
    if joined:
        left, opener = text[last + 1 : head], text[last]
        joined = opener in "和与及"
    verb_end = 0 if joined else words.verb_end(left)
    rest = left[verb_end:] if verb_end is not None else left
    for cut in (_OF, words.strip):
        skipped = cut.match(rest)
        rest = rest[skipped.end() :] if skipped else rest
    start = head - len(rest)
    least = 2 if not weak or _SESSION.search(left) else 3
    if not least <= len(rest) <= _MOST or words.bad.search(rest) or words.generic.match(rest):
        return None
    if weak and (_COUNTED.match(text, end) or _COUNT_BEFORE.search(left, 0, len(left) - len(rest))):
        return None
    if verb_end is not None or (opener == "、" and not weak and _IN_LIST.match(text, end)):
        return start
    subject = opener not in ("", "、", "”", "》") and words.predicate.match(text, end)
    return start if subject and not _AND.search(rest) else None


def find_titles(text: str, words: Vocabulary, taken: Taken) -> Iterator[Found]:
    """Titles won (competition) and sought (campaign): 荣获全国文明村镇, 创建省级卫生镇; not what is counted, 获国家级奖5项."""
    for verb in words.title.finditer(text):
        hit = words.title_name.match(text, verb.end())
        if not hit:
            continue
        start, end = hit.span(1)
        if end - start < 5 or _COUNTED.match(text, end) or text.startswith(_NOT_PRIZE, end):
            continue
        if taken.overlaps(start, end):
            continue
        if verb.group() in words.title_won:
            yield Found(start, end, "competition", "event.plain.title_won", 0.7)
        else:
            yield Found(start, end, "campaign", "event.plain.title_sought", 0.7)
