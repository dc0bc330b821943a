"""镇党委, 望梨县人民政府, 区委宣传部, 国务院, 安全生产工作领导小组, 青禾农机专业合作社; 党委书记, 网格员, 第一责任人.

Precision first: a bare 政府 or 公司 is nobody's name and is not reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from reporttext.events.patterns import any_of
from reporttext.events.quotes import before
from reporttext.events.spans import Taken
from reporttext.lexicon import Table, check_keys, texts
from reporttext.mentions.common import Hit
from reporttext.wordscan import Stretch, Stretches, apart

_AGENCIES = ("party", "government", "local")
_ORGANISATIONS = ("full", *_AGENCIES, "bodies", "cut", "generic", "agency_followers", "body_followers")
_POSTS = ("leader", "member", "duty", "staff")
# The level alone names an agency in a report that speaks of its own or the next higher one: 镇党委, 县农业农村局.
_LEVEL: Final = re.compile(r"(?:[我本]?(?:省|市|县|区|镇|乡|州|旗|村|社区|街道|自治区|街))$")
# Every level and every place ends with one of these.
_LEVEL_ENDS: Final = frozenset("省市县区镇乡州旗村道街")
_NAMED: Final = re.compile(r"[^\W\d]{1,14}$")
_MOST: Final = 16


class Organisations:
    """Finds agencies after a place or a level, bodies with a name of their own, and full names."""

    def __init__(self, table: Table) -> None:
        check_keys("mentions.organisations", table, _ORGANISATIONS)

        def words(key: str) -> tuple[str, ...]:
            return texts(f"mentions.organisations.{key}", table.get(key, []))

        self.kinds = {word: kind for kind in _AGENCIES for word in words(kind)}
        self.cut = re.compile(rf"(?s).*(?:{any_of(words('cut'))})|[\d*×]+")
        self.generic = re.compile(rf"(?:{any_of(words('generic'))}){{1,8}}$")
        self.agency_followers, self.body_followers = words("agency_followers"), words("body_followers")

    def find(self, text: str, spotted: Stretches, places: Mapping[int, int], taken: Taken) -> Iterator[Hit]:
        """`spotted` are the words of `reporttext.spotting` in the text; `places` maps the end of each place to its start."""
        for at, end in apart(spotted["full"]):
            if not taken.overlaps(at, end):
                yield Hit(at, end, "organisation", "mention.organisation.full", "government", text[at:end])
        for at, end in apart(_agencies(text, spotted["agency"], self.agency_followers)):
            start = self._agency_start(text, at + 1, places)
            if start is not None and not taken.overlaps(start, end):
                kind, name = self.kinds[text[at + 1 : end]], text[start:end]
                yield Hit(start, end, "organisation", "mention.organisation.agency", kind, name, 0.9)
        for at, end in apart(
            [body for body in spotted["body"] if not text.startswith(self.body_followers, body[1])]
        ):
            start = self._body_start(text, at)
            if start is not None and not taken.overlaps(start, end):
                yield Hit(
                    start, end, "organisation", "mention.organisation.body", "body", text[start:end], 0.7
                )

    def _agency_start(self, text: str, at: int, places: Mapping[int, int]) -> int | None:
        if at in places:
            return places[at]
        level = _LEVEL.search(text, max(0, at - 4), at)
        if not level:
            return None
        # 全县政府 and 各镇党委 are many; 和镇党委 is one, whatever stands before the level.
        return None if text[level.start() - 1 : level.start()] in tuple("全各") else level.start()

    def _body_start(self, text: str, at: int) -> int | None:
        left, _ = before(text, at)
        cut = self.cut.match(left)
        rest = left[cut.end() :] if cut else left
        if not 2 <= len(rest) <= _MOST or not _NAMED.match(rest) or self.generic.match(rest):
            return None
        return at - len(rest)


def _agencies(text: str, words: Iterable[Stretch], followers: tuple[str, ...]) -> list[Stretch]:
    """Names of agencies, each with the last character of the level or place before it; none before `followers`."""
    return [
        (start - 1, end)
        for start, end in words
        if start and text[start - 1] in _LEVEL_ENDS and not text.startswith(followers, end)
    ]


class Posts:
    """Finds posts and duties by name; 河长制 and 市长热线 are none."""

    def __init__(self, table: Table) -> None:
        check_keys("mentions.posts", table, (*_POSTS, "followers"))
        self.kinds = {
            word: kind for kind in _POSTS for word in texts(f"mentions.posts.{kind}", table.get(kind, []))
        }
        self.followers = texts("mentions.posts.followers", table.get("followers", []))

    def find(self, text: str, spotted: Stretches, taken: Taken) -> Iterator[Hit]:
        """`spotted` are the words of `reporttext.spotting` in the text."""
        for start, end in apart(
            [post for post in spotted["post"] if not text.startswith(self.followers, post[1])]
        ):
            if not taken.overlaps(start, end):
                name = text[start:end]
                yield Hit(start, end, "post", "mention.post", self.kinds[name], name, 0.9)
