"""What lies above a report's place: the county that it reports to, the folders that it lies in.

云陂镇 is one place only with its county: 中共临溪县委： in the salutation names it, or a folder 临溪县/. Levels that the place states
itself are never replaced, and a folder that names another place of its level says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from reporttext.fold import fold
from reporttext.masks import NAME
from reporttext.metadata.places import LEVELS, Gazetteer, Place
from reporttext.model import Span

# 中共临溪县委：, 临溪县人民政府：, 澄港区安委办：; not 县委： or 我县.
_SUPERIOR = re.compile(
    r"^(?:中共)?(?P<name>[\u4e00-\u9fff]{2,9}?(?:自治县|自治旗|新区|林区|[县区市旗]))(?=委|人民政府|政府|纪委|安委|党委|[\u4e00-\u9fff]{2,8}(?:局|办|委|部|领导小组)[^\u4e00-\u9fff])"
)
_HIGHER = ("province", "city", "county")


class Lift:
    """Finds the levels above a place."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer

    def above(
        self, place: Place, folded: str, salutations: Iterable[Span], source: str
    ) -> Iterator[tuple[str, str, Span | None]]:
        """The levels above the highest that the place names: level, name, and where the text has it."""
        known: dict[str, str] = {level: name for level in LEVELS if (name := getattr(place, level))}
        highest = list(LEVELS).index(next(iter(known)))
        found: dict[str, tuple[str, Span | None]] = {}
        if place.township and not place.county and not place.city:
            for span in salutations:
                m = _SUPERIOR.match(folded[span.start : span.end])
                if m and not self._is_common(m["name"]):
                    at = span.start + m.start("name")
                    found["county"] = (m["name"], Span(at, at + len(m["name"])))
                    break
        for named in self._folders(source, place):
            for level in list(LEVELS)[:highest]:
                name = getattr(named, level)
                if name and level not in found and level not in known:
                    found[level] = (name, None)
        yield from ((level, *found[level]) for level in _HIGHER if level in found)

    def _is_common(self, name: str) -> bool:
        """我县, 各市区, 开发区: no name."""
        vague = all(sign in "省市县区旗各本我全" for sign in name)
        return vague or any(map(name.endswith, self.gazetteer.never)) or any(sign in NAME for sign in name)

    def _folders(self, source: str, place: Place) -> Iterator[Place]:
        """The places that the file's name and its folders name, the nearest first, up to one that contradicts."""
        *folders, stem = fold(source).split("/")
        named = self.gazetteer.find(stem, Span(0, len(stem)))
        if named and named.finest == place.finest:
            yield named
        for folder in reversed(folders):
            named = self.gazetteer.whole(folder)
            if named is None:
                continue
            if any(
                (a := getattr(named, level)) and (b := getattr(place, level)) and a != b for level in LEVELS
            ):
                return
            yield named


def shared(names: Mapping[str, str | None], common: frozenset[str]) -> bool:
    """Whether the highest name known is one that many places bear: 城关镇 without its county."""
    known = [name for level in LEVELS if (name := names.get(level))]
    return bool(known) and known[0] in common
