"""Puts the values of one report's metadata together, the surest evidence first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from reporttext.errors import RuleError
from reporttext.fold import fold
from reporttext.lexicon import Table, check_keys, texts
from reporttext.masks import NAME
from reporttext.metadata.dates import dates_in, year_of_name, years_in
from reporttext.metadata.front import Front
from reporttext.metadata.lift import Lift, shared
from reporttext.metadata.places import Gazetteer, Place
from reporttext.metadata.topics import Topics
from reporttext.metadata.years import Years, period_in
from reporttext.model import Document, Metadata, Span

_MASKED = re.compile(f"[{NAME}]")
# 我代表省人民政府, 镇党委, 我镇, 全镇: a level without a name.
_OWN_LEVEL = re.compile(
    r"(?:[我全本]|(?<![\u4e00-\u9fff])|代表)(自治区|省|市|县|区|镇|乡|街道)(?:人民政府|政府|党委|党工委|(?<=[我全本].)|(?<=[我全本]街道))"
)
_LEVEL_OF = {
    "自治区": "省",
    "省": "省",
    "市": "市",
    "县": "县",
    "区": "县",
    "镇": "镇",
    "乡": "镇",
    "街道": "镇",
}
_STATE = re.compile("国务院|全国人民代表大会")
_CONGRESS_KIND = "政府工作报告"


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    all: tuple[str, ...]
    any: tuple[str, ...]
    none: tuple[str, ...]

    def fits(self, title: str) -> bool:
        if not all(word in title for word in self.all) or any(word in title for word in self.none):
            return False
        return not self.any or any(word in title for word in self.any)


@dataclass(slots=True)
class _Reading:
    """One document, its front matter, and the values found so far with the places they were read from."""

    doc: Document
    folded: str
    front: Front
    title: Span | None = None
    kind: str | None = None
    false_date: Span | None = None
    values: dict[str, Any] = field(default_factory=dict)
    spans: list[tuple[str, Span]] = field(default_factory=list)

    def put(self, name: str, value: object, span: Span | None = None) -> None:
        if value is None:
            return
        self.values[name] = value
        if span is not None:
            self.spans.append((name, span))

    @property
    def congress(self) -> bool:
        """It reports to a people's congress, early in a year on the year before."""
        return self.kind == _CONGRESS_KIND or (self.kind == "工作报告" and self.front.is_congress)


class Reader:
    """Reads the metadata of documents; built from data/metadata.toml."""

    def __init__(self, table: Table) -> None:
        check_keys("metadata", table, ("kinds", "planning", "provinces", "places", "years", "topic"))
        self.kinds = tuple(_kind(entry) for entry in table["kinds"])
        self.planning = texts("metadata.planning.kinds", table["planning"]["kinds"])
        self.gazetteer = Gazetteer(table)
        self.lift = Lift(self.gazetteer)
        self.years = Years(table)
        self.topics = Topics(table)
        departments, offices = (
            "|".join(map(re.escape, texts(f"metadata.places.{key}", table["places"][key])))
            for key in ("departments", "issuers")
        )
        self.department = re.compile(
            rf"[\u4e00-\u9fff{NAME}]{{0,14}}?(?:{departments})(?=[\s\d]|关于|党组|[局主书院校所站厅部][长任记]|二[〇○零]|$)"
        )
        self.office = re.compile(rf"[\u4e00-\u9fff{NAME}]{{2,20}}?(?:{offices})")

    def read(self, doc: Document) -> Metadata:
        folded = doc.folded or fold(doc.text)
        reading = _Reading(doc, folded, Front(doc, folded))
        told = _told(doc)
        title, reading.title = reading.front.title(doc.text, lambda line: self._kind_of(line) is not None)
        title = title or told.get("title")
        reading.kind = self._kind_of(fold(title or "")) or self._kind_of_name(doc.source, title)
        reading.put("title", title, reading.title)
        reading.put("doc_type", reading.kind, reading.title)
        place = self._put_place(reading)
        self._put_years(reading)
        self._put_period(reading, fold(title or ""))
        if reading.title and reading.kind != _CONGRESS_KIND:
            topic = self.topics.find(folded, reading.title, place.span if place else None)
            reading.put("topic", topic.of(doc.text) if topic else None, topic)
        issuer = reading.front.issuer(self.office)
        reading.put("issuer", issuer.of(doc.text) if issuer else told.get("issuer"), issuer)
        issued = reading.front.issued()
        if issued and issued.span != reading.false_date:
            reading.put("issued_on", issued.date, issued.span)
        else:
            reading.put("issued_on", _day(told.get("issued_on", "")))
        return Metadata(**reading.values, spans=tuple(reading.spans))

    def _kind_of(self, title: str) -> str | None:
        written = title.replace(" ", "")  # 总　结
        return next((kind.name for kind in self.kinds if written and kind.fits(written)), None)

    def _kind_of_name(self, source: str, title: str | None) -> str | None:
        """A report to a congress whose text has no title (an excerpt), by its file's name (浙江省_2019_政府工作报告_节选.txt)."""
        if title:
            return None
        kind = self._kind_of(fold(source.rpartition("/")[2].rpartition(".")[0]))
        return kind if kind == _CONGRESS_KIND else None

    # -- time ------------------------------------------------------------------------------------------------------

    def _put_years(self, reading: _Reading) -> None:
        doc, folded, front = reading.doc, reading.folded, reading.front
        stated = list(years_in(folded, reading.title)) if reading.title else []
        # A page's own title often stands above or below the report's and names the year.
        stated = stated or [year for span in front.titles for year in years_in(folded, span)]
        given = front.given()
        if given and reading.congress and self.years.belies(doc, folded, stated, given):
            reading.false_date, given = given.span, None
        named = year_of_name(_told(doc).get("year", "")) or year_of_name(doc.source)
        if reading.congress:
            year = self.years.of_congress(doc, folded, stated, given)
            if named and reading.title is None and not (stated or given):
                year = None  # a year at the head of an excerpt (2019年是……, 2003年以来) may be any
        else:
            year = self.years.of_other(doc, folded, stated, given, plans=reading.kind in self.planning)
        if year is not None:
            reading.put("year", *year)
        else:
            reading.put("year", named - reading.congress if named else None)
        if given:
            reading.put("year_given", given.year, given.span)
        elif reading.congress and stated and year and stated[-1][0] - year[0] == 1:
            reading.put("year_given", *stated[-1])

    def _put_period(self, reading: _Reading, title: str) -> None:
        year = reading.values.get("year")
        if year is None:
            return
        start, end = period_in(year, "" if reading.congress else title)
        whole = (start.month, end.month) == (1, 12)
        span = dict(reading.spans).get("year") if whole else reading.title
        reading.put("period_start", start, span)
        reading.put("period_end", end, span)

    # -- place -----------------------------------------------------------------------------------------------------

    def _put_place(self, reading: _Reading) -> Place | None:
        """The place and the level; returns the place if the text states it."""
        level = self._own_level(reading)
        place = self._stated_place(reading, level) or self._spoken_of(reading, level)
        named: Place | None = None
        if place is not None:
            self._put_names(reading, place, reading.doc.text, place.span)
            front, source = reading.front, reading.doc.source
            for name, value, span in self.lift.above(place, reading.folded, front.salutations, source):
                reading.put(name, value, span)
        else:
            told = _told(reading.doc)
            # In a list the column of titles or offices (单位) may be all that names the place.
            for said in (_place(told), told.get("title", ""), told.get("issuer", ""), reading.doc.source):
                named = self.gazetteer.find(fold(said), Span(said.rfind("/") + 1, len(said)))
                if named is not None:
                    self._put_names(reading, named, said, None)
                    for name, value, _ in self.lift.above(named, reading.folded, (), reading.doc.source):
                        reading.put(name, value)
                    break
        reading.put("place_shared", shared(reading.values, self.gazetteer.shared) or None)
        self._put_level(reading, level, place, named)
        return place

    def _put_level(
        self, reading: _Reading, level: str | None, place: Place | None, named: Place | None
    ) -> None:
        title, folded = reading.title, reading.folded
        if any(_STATE.search(span.of(folded)) for span in (*reading.front.titles, *reading.front.subtitles)):
            reading.put("admin_level", "国", title)
            return
        office = self._department(reading, place)
        if office is not None:
            reading.put("admin_level", "部门", office)
            return
        if place is not None:
            reading.put("admin_level", place.level, place.span)
        else:
            reading.put("admin_level", level or (named.level if named else None))

    def _department(self, reading: _Reading, place: Place | None) -> Span | None:
        """临江县水利局2022年工作总结, 临江县水利局局长: a department follows the place, or opens the title."""
        front = reading.front
        lines = [line for line in (*front.titles, *front.subtitles) if place and line.holds(place.span)]
        begin = place.span.end if lines and place else None
        line = lines[0] if lines else reading.title
        if line is None:
            return None
        m = self.department.match(reading.folded, line.start if begin is None else begin, line.end)
        # 中共云陂镇委员会 is the place's own committee, 云陂镇安全生产委员会 would be an office of it.
        return Span(*m.span()) if m and m[0] != "委员会" else None

    def _put_names(self, reading: _Reading, place: Place, text: str, span: Span | None) -> None:
        written = place.span.of(text)
        # A report that only ever says 江西 is 江西省's: one place has one name.
        reading.put("place", self.gazetteer.full_of.get(written, written), span)
        reading.put("place_masked", _MASKED.search(written) is not None)
        for name in ("province", "city", "county", "township"):
            reading.put(name, getattr(place, name), span)

    def _stated_place(self, reading: _Reading, level: str | None) -> Place | None:
        """The first place stated, with the higher levels that a later line gives to the same name."""
        chosen: Place | None = None
        for place in self._candidates(reading, level):
            if chosen is None:
                chosen = place
            elif place.finest == chosen.finest and place.names > chosen.names:
                return place
        return chosen

    def _candidates(self, reading: _Reading, level: str | None) -> Iterator[Place]:
        folded, front = reading.folded, reading.front
        for span in (*front.titles, *front.subtitles, *front.signatures):
            place = self.gazetteer.find(folded, span)
            if place:
                yield place
        for span in front.openings:
            place = self.gazetteer.find(folded, span, acting=True)
            # A paragraph may begin with a place that is not the report's own.
            if place and (level is None or place.level == level or place.province == place.finest):
                yield place

    def _own_level(self, reading: _Reading) -> str | None:
        front = reading.front
        for span in (*front.titles, *front.subtitles, *front.openings):
            m = _OWN_LEVEL.search(reading.folded, span.start, span.end)
            if m:
                return _LEVEL_OF[m.group(1)]
        return None

    def _spoken_of(self, reading: _Reading, level: str | None) -> Place | None:
        """A province that is not named in front but all through the text."""
        if level not in ("省", "市"):
            return None
        found = self.gazetteer.commonest_province(reading.folded, "市" if level == "市" else None)
        return Place(found[1], province=found[0]) if found else None


def _told(doc: Document) -> dict[str, str]:
    """What the file says of the report outside its text, by name; the first of a name counts."""
    said: dict[str, str] = {}
    for told in doc.told:
        said.setdefault(told.name, told.value)
    return said


def _place(told: dict[str, str]) -> str:
    """The place as its names stand in columns: one for the whole, or one a level."""
    return told.get("place") or "".join(
        told.get(level, "") for level in ("province", "city", "county", "township")
    )


def _day(written: str) -> date | None:
    return next((found.date for found in dates_in(fold(written), Span(0, len(written)))), None)


_KIND_KEYS = frozenset(("name", "all", "any", "none"))


def _kind(entry: object) -> _Kind:
    if not isinstance(entry, dict) or not _KIND_KEYS - {"none"} <= set(entry) <= _KIND_KEYS:
        raise RuleError("[metadata.kinds] needs entries with name (a text), all and any (lists of texts)")
    words = {key: texts(f"metadata.kinds.{key}", entry.get(key, [])) for key in ("all", "any", "none")}
    return _Kind(str(entry["name"]), **words)
