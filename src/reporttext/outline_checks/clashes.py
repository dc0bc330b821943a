"""Metadata that contradict each other: metadata.csv and the text, the name of the file and the text, a signature too early."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Final

from reporttext.fold import fold
from reporttext.lexicon import Lexicon, check_keys, texts
from reporttext.metadata import Gazetteer, Place
from reporttext.model import Document, Metadata, OutlineCheck, Span

_LEVELS = ("province", "city", "county", "township")
_CALLED: Final = {
    "title": "标题", "doc_type": "文种", "admin_level": "层级", "province": "省", "city": "市", "county": "县",
    "township": "乡镇", "place": "地方", "year": "年份", "year_given": "作报告年份", "period_start": "期间起",
    "period_end": "期间止", "topic": "主题", "issuer": "发文单位", "issued_on": "成文日期",
}  # fmt: skip
# What follows from others is not told again.
_DERIVED: Final = {"period_start", "period_end"}


def clashes(lexicon: Lexicon) -> Callable[[Document], Iterator[OutlineCheck]]:
    """Return the check; raises RuleError on a bad table."""
    table = lexicon["outline"]["clashes"]
    check_keys("outline.clashes", table, ("planning", "not_years"))
    planning = frozenset(texts("outline.clashes.planning", table["planning"]))
    counted = "|".join(map(re.escape, texts("outline.clashes.not_years", table["not_years"])))
    year_of_name = re.compile(rf"(?<!\d)((?:19[5-9]|20\d)\d)(?!\d|{counted})")
    gazetteer = Gazetteer(lexicon["metadata"])

    def find(doc: Document) -> Iterator[OutlineCheck]:
        said = doc.stated or doc.metadata
        spans = dict(said.spans)

        def told(name: str, message: str) -> OutlineCheck:
            span = spans[name]
            return OutlineCheck("metadata_clash", message, _paragraph(doc, span), span)

        if doc.stated is not None:
            for name, given, found in _overridden(doc.metadata, doc.stated):
                if name in spans:
                    yield told(name, f"metadata.csv 的{_CALLED[name]}是“{given}”，文中是“{found}”")
        early = said.year is not None and said.issued_on is not None and said.issued_on.year < said.year
        if early and "issued_on" in spans and "year" in spans and said.doc_type not in planning:
            yield told("issued_on", f"落款日期{said.issued_on}早于报告所总结的{said.year}年")
        # What the name says is told only of a file of one report, and only where the user has not said it himself.
        if "#" not in doc.source and doc.stated is None:
            stem = fold(doc.source.rpartition("/")[2])
            named = {int(year) for year in year_of_name.findall(stem)}
            near = {year for y in (said.year, said.year_given) if y is not None for year in (y, y + 1)}
            if len(named) == 1 and "year" in spans and not named & near:
                yield told("year", f"文件名里是{named.pop()}年，文中是{said.year}年")
            place = gazetteer.find(stem, Span(0, len(stem)))
            level = place and _other(place, said)
            if place and level and level in spans:
                yield told(level, f"文件名里是“{getattr(place, level)}”，文中是“{getattr(said, level)}”")

    return find


def _overridden(meta: Metadata, said: Metadata) -> Iterator[tuple[str, object, object]]:
    for name in _CALLED:
        given, found = getattr(meta, name), getattr(said, name)
        if name not in _DERIVED and found is not None and given != found:
            yield name, given, found


def _other(place: Place, said: Metadata) -> str | None:
    """The level at which a name in the file's name is another than the text's, both written out, the finest of both."""
    for level in reversed(_LEVELS):
        named, found = getattr(place, level), getattr(said, level)
        if named or found:
            return level if named and found and not said.place_masked and _differ(named, found) else None
    return None


def _differ(one: str, other: str) -> bool:
    """云陂镇 and 沙棠镇; not 云陂 and 云陂镇, nor what is blanked out."""
    clear = all("\u4e00" <= sign <= "\u9fff" and sign != "某" for sign in one + other)
    return clear and one not in other and other not in one and one[-1] == other[-1]


def _paragraph(doc: Document, span: Span) -> int | None:
    starts = [block.span.start for block in doc.blocks]
    return bisect_right(starts, span.start) - 1 if starts and span.start >= starts[0] else None
