"""Places a report names as its own: 浙江省××市**县汀湖镇, 青螺埠街道, 某镇, 内蒙古自治区.

Names are read only where they begin a title or line, follow 关于, 在, 代表, 中共, a year or a mark, and end in 省, 市, 县, 区, 旗, 镇, 乡,
街道, 村, 社区 and the like. Words that merely look so (城镇, 下乡, 超市, 我县) are in data/metadata.toml. Masked names are kept as written.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from reporttext.lexicon import Table, texts
from reporttext.masks import NAME
from reporttext.model import Span

_N = rf"[\u4e00-\u9fff{NAME}]"
LEVELS = {"province": "省", "city": "市", "county": "县", "township": "镇", "village": "村"}
# What ends a name, by level, longest first; not where it opens another word: 市场, 镇长, 乡村, 区域, 县级.
_CITY = "自治州|地区|市(?![场民域县级直委])|州(?!市)|盟"
_COUNTY = "自治县|自治旗|新区|林区|县(?![域级委直乡])|区(?![域划位块县委级直])|旗|市(?![场民域县级直委])"
_TOWNSHIP = "民族乡|苏木|街道|镇(?![村域区街])|乡(?![村镇土亲愁风贤情])"
_VILLAGE = "社区|村(?![民级庄组居集屯两委务])"

_ENDS = "省区市州盟县旗镇乡道木村"
# Characters from the first of a chain of names to its last: 新疆维吾尔自治区伊犁哈萨克自治州察布查尔锡伯自治县某某镇.
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Place:
    """A place as a chain of names; `span` covers the chain as written."""

    span: Span
    province: str | None = None
    city: str | None = None
    county: str | None = None
    township: str | None = None
    village: str | None = None

    @property
    def finest(self) -> str:
        return next(n for n in (self.village, self.township, self.county, self.city, self.province) if n)

    @property
    def names(self) -> int:
        """How many levels it names."""
        return sum(getattr(self, name) is not None for name in LEVELS)

    @property
    def level(self) -> str:
        return next(LEVELS[name] for name in reversed(LEVELS) if getattr(self, name))


class Gazetteer:
    """Finds places; built from data/metadata.toml."""

    def __init__(self, table: Table) -> None:
        self.provinces: dict[str, str] = dict(table["provinces"])
        places = table["places"]
        self.never = frozenset(texts("metadata.places.never", places["never"]))
        self.shared = frozenset(texts("metadata.places.shared", places["shared"]))
        alien = "|".join(map(re.escape, texts("metadata.places.alien", places["alien"])))
        self.full_of = {short: full for full, short in self.provinces.items()}
        full = "|".join(self.provinces)
        short = "|".join(self.provinces.values())
        name = rf"(?:(?!{alien}){_N})"
        # 韩某市长 is a person, 东莞市长安镇 a place.
        # 红旗镇 and 黄州区 are one name each: an end is no end right before another.
        whole = "(?![镇乡区县市旗村]|街道)"
        no_post = rf"(?!长(?!{_N}{{0,3}}(?:镇|街道|乡|区|县)))"
        self.pattern = re.compile(
            rf"(?P<province>{full}|(?:{short})(?!省|市|自治区|特别)|[{NAME}]{{1,3}}省)?"
            rf"(?P<city>{name}{{1,7}}?(?:{_CITY}){whole}{no_post})?"
            rf"(?P<county>{name}{{1,9}}?(?:{_COUNTY}){whole}{no_post})?"
            rf"(?P<township>{name}{{1,7}}?(?:{_TOWNSHIP}){no_post})?"
            rf"(?P<village>{name}{{1,6}}?(?:{_VILLAGE}))?"
        )
        # Where a name may begin: at the head of a line, after a mark or figure, after 关于, 在 and the like, after a year.
        self.starts = re.compile(
            rf"(?:关于|中共|代表|作为|在|对|(?<=[年度日月])|(?<![\u4e00-\u9fff{NAME}\d])(?=[\u4e00-\u9fff{NAME}]))"
        )
        subjects = "|".join(map(re.escape, texts("metadata.places.subjects", places["subjects"])))
        self.ends = re.compile(f"[{_ENDS}]")
        self.acting = re.compile(rf"[{_ENDS}](?={subjects})")

    @cached_property
    def any_province(self) -> re.Pattern[str]:
        return re.compile("|".join(self.full_of))

    @cached_property
    def governed(self) -> re.Pattern[str]:
        return re.compile(f"(?:{'|'.join(self.provinces)})(?=委(?!员)|人民政府|政府)")

    def find(self, folded: str, span: Span, acting: bool = False) -> Place | None:
        """The first place in a stretch of folded text, or None; `acting`: that does something (坚持, 认真) or has a government."""
        ends = {
            m.end() for m in (self.acting if acting else self.ends).finditer(folded, span.start, span.end)
        }
        if not ends:
            return None
        first, last = min(ends) - _LONGEST, max(ends)
        for start in self.starts.finditer(folded, max(span.start, first), last):
            place = self._at(folded, start.end(), span.end)
            if place is not None and (not acting or place.span.end in ends):
                return place
        return None

    def whole(self, name: str) -> Place | None:
        """The place that a folder is called, 临溪县 or 临溪县_2022, or None; `name` is folded."""
        place = self._at(name, 0, len(name))
        if place is None or "\u4e00" <= name[place.span.end : place.span.end + 1] <= "\u9fff":
            return None
        return place

    def _at(self, folded: str, start: int, end: int) -> Place | None:
        m = self.pattern.match(folded, start, min(end, start + _LONGEST))
        if m is None or m.end() == m.start():
            return None
        kept: dict[str, str] = {}
        begin, stop = start, start
        for level in LEVELS:
            name = m[level]
            if not name:
                continue
            if level != "province" and name not in self.provinces and not self._is_name(name):
                break
            kept[level] = self.full_of.get(name, name) if level == "province" else name
            stop = m.end(level)
        if "city" in kept and "province" not in kept and kept["city"] in self.provinces:
            kept["province"] = kept.pop("city")
        return Place(Span(begin, stop), **kept) if kept else None

    def _is_name(self, name: str) -> bool:
        if name in self.never or name in ("市", "省", "县"):
            return False
        return len(name) <= 3 or not any(name.endswith(word) for word in self.never)

    def commonest_province(self, folded: str, suffix: str | None) -> tuple[str, Span] | None:
        """The province a report of that level speaks of most, clearly ahead of the next; `suffix` limits the sort (省, 市, 自治区)."""
        counts = Counter(m.group() for m in self.any_province.finditer(folded))
        ranked = [
            (short, n)
            for short, n in counts.most_common()
            if suffix is None or self.full_of[short].endswith(suffix)
        ]
        if not ranked or ranked[0][1] < 3 or (len(ranked) > 1 and ranked[0][1] < 1.5 * ranked[1][1]):
            # 在中共甘肃省委的领导下: the only one whose committee or government is named.
            governed = {m.group(): Span(*m.span()) for m in self.governed.finditer(folded)}
            ((full, span),) = governed.items() if len(governed) == 1 else ((None, Span(0, 0)),)
            return (full, span) if full and (suffix is None or full.endswith(suffix)) else None
        short = ranked[0][0]
        at = folded.find(short)
        return self.full_of[short], Span(at, at + len(short))
