"""爱国卫生运动, 第四次全国经济普查, 申办2014年云溪亚运会: names that everybody knows, without quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reporttext.events.patterns import NOT_STOP, STOP, any_of, next_of
from reporttext.events.quotes import before
from reporttext.events.spans import Found, Taken
from reporttext.events.vocabulary import Vocabulary
from reporttext.lexicon import Table, texts
from reporttext.wordscan import Stretch, apart

_EDITION: Final = r"第[一二三四五六七八九十\d]{1,3}[次轮批]"
# 第三届残运会, 第3届省残运会: a name with its edition is found by what is held.
_SESSION: Final = re.compile("届(?:全?[国省市区县])?$")
_WITHIN: Final = frozenset("上中")
_REACH: Final = 12  # characters of what stands before a name and belongs to it
_WORK: Final = "工作"
_CENSUS: Final = ("普查", "调查")
# 送书、送电影、[送戏下乡]: what is brought along belongs to the name.
_BROUGHT: Final = re.compile(rf"(?:送{NOT_STOP}{{1,3}}、){{1,4}}$")
_BEFORE: Final = frozenset(STOP + "和与及")


@dataclass(frozen=True, eq=False)
class KnownWords:
    """What the rule searches for; the lists are in the table `names` of `data/events.toml`."""

    numbered: frozenset[str]  # names that need an edition or a level
    done: re.Pattern[str]  # or one of these verbs
    end: re.Pattern[str]
    prefix: re.Pattern[str]
    games: frozenset[str]
    host: re.Pattern[str]  # year and place of games
    beyond: re.Pattern[str]  # behind games that are only referred to

    @classmethod
    def of(cls, table: Table) -> KnownWords:
        """Compile the table `events`, whose keys `Vocabulary` has checked."""

        def words(key: str) -> tuple[str, ...]:
            return texts(f"events.names.{key}", table["names"].get(key, []))

        levels = any_of(texts("events.titles.levels", table["titles"]["levels"]))
        return cls(
            numbered=frozenset(words("numbered")),
            done=re.compile(rf"(?:{any_of(words('done'))})[了好]?$"),
            end=re.compile(rf"(?:{any_of(words('ends'))})?"),
            prefix=re.compile(rf"(?:{_EDITION}(?:{levels})?|{levels}|{any_of(words('prefixes'))})$"),
            games=frozenset(words("games")),
            host=re.compile(rf"(?:(?:19|20)\d\d年?)?(?:{any_of(words('hosts'))})?\Z"),
            beyond=re.compile(next_of(words("beyond"))),
        )


def find_known(
    text: str, names: Sequence[Stretch], words: KnownWords, vocabulary: Vocabulary, taken: Taken
) -> Iterator[Found]:
    """The names of `names`, with the edition, the level or the place before them: 第六次全国人口普查, 雅典奥运会."""
    last = 0
    for at, name_end in apart(names):
        tail = words.end.match(text, name_end)
        end = tail.end() if tail else name_end
        if at < last or taken.overlaps(at, end) or _SESSION.search(text, max(0, at - 3), at):
            continue
        name = text[at:name_end]
        start = _start(text, at, name, words)
        venue = text[end : end + 1] in _WITHIN and "在" in before(text, at)[0]  # 在江城奥运会上
        if vocabulary.follower.match(text, end) and not venue:
            continue  # 中央环保督察组
        if name in words.games and words.beyond.match(text, end):
            continue  # 奥运会金牌
        if name in words.numbered and not _is_one(text, (start, at, name_end), words):
            continue  # the results of a census
        yield Found(start, end, vocabulary.names[name], "event.plain.known", 0.85)
        last = end


def _start(text: str, at: int, name: str, words: KnownWords) -> int:
    """Where the name begins with what tells which one it is."""
    low = max(0, at - _REACH)
    host = words.host.search(text, low, at) if name in words.games else None
    prefix = _BROUGHT if name[0] == "送" else words.prefix
    before_it = host if host and host.start() < at else prefix.search(text, low, at)
    return before_it.start() if before_it else at


def _is_one(text: str, places: tuple[int, int, int], words: KnownWords) -> bool:
    """Whether it is told which census or inspection it is, or a census is what is done: 做好经济普查, 经济普查工作.

    `places` are where the edition or level begins, where the name does, and where it ends.
    """
    start, at, end = places
    if not text.endswith(_CENSUS, at, end):
        return text.startswith("第", start)
    work = text.startswith(_WORK, end) and (at == 0 or text[at - 1] in _BEFORE)
    return start < at or work or words.done.search(text, max(0, at - 6), at) is not None
