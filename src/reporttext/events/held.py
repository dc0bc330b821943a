"""举办临江国际奶业展览会暨合作大会, 第五届云台梯田开耕节, 办好兰洽会、世界传感器大会: what is held, without quotes.

Behind a verb of holding or an edition (第五届) the head noun may be one that says little elsewhere (大会, 节), since these say
that something took place. Several names may follow one verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reporttext.events.endings import Endings, typed_words
from reporttext.events.patterns import NOT_STOP, NUMBER, any_of, next_of, sign_but
from reporttext.events.spans import Found, Taken
from reporttext.events.vocabulary import Vocabulary
from reporttext.lexicon import Table, texts
from reporttext.model import EventType
from reporttext.wordscan import Stretch, apart

_LIST: Final = 10  # names behind one verb
_EDITION: Final = r"(?:第[一二三四五六七八九十百\d○*×xX]{1,4}|首)届"
# A dash or brackets may stand inside a name: 中国—东盟博览会, 中国（临江）国际园林博览会.
_SIGN: Final = rf"(?:{sign_but('的和与及')}|[和与及](?!第|首届)|[—-](?![—-])|[(（][^()（）\n]{{1,10}}[)）])"
_LEAD: Final = re.compile(rf"[了好的]?(?:办好|举办)?(?:{_EDITION}|{NUMBER}届|首次|一年一度|新一届)?\s?")
_NEXT: Final = re.compile("以及|[、和与及]")
# To the next of a list over one that is no such name, with its quotes.
_SKIP: Final = re.compile(rf"(?:“[^”\n]{{1,20}}”|{_SIGN}){{0,24}}?[、和与]")
_COUNTED: Final = re.compile(rf"\s?[共达约超近]{{0,2}}{NUMBER}\s?余?[场次期]")
_SESSION: Final = re.compile(rf"{_EDITION}$")
# 全国第九届民族运动会, 在县第九届运动会上: whose it is, before the edition.
_LEVEL: Final = re.compile(
    r"(全[国省市区县]|(?<=[在办好加])[省市区县])(?:第[一二三四五六七八九十百\d○*×xX]{1,4}|首)$"
)
_GAMES: Final = 4
_ACTIVITY: Final = "活动"
_ITEM: Final = rf"{sign_but('的等')}{{2,16}}"
# 文艺进校园、百场惠民演出活动, 走进云溪、走进临江等系列经贸活动: names that share 活动.
_ACTIVITIES: Final = re.compile(rf"({_ITEM}(?:、{_ITEM}){{1,5}})(?:等{sign_but('的')}{{0,8}})?活动")
_JOINED: Final = re.compile("、")
# 科普进社区、进校园活动, 送书、送戏下乡活动: what goes on in the same way is one name.
_SAME: Final = ("进", "送")
_REACH: Final = 30
_JOINT: Final = "暨"


@dataclass(frozen=True, eq=False)
class HeldWords:
    """What the rules of this module search for; the lists are in the table `held` of `data/events.toml`."""

    name: re.Pattern[str]  # up to a head noun behind which a name may end
    types: Endings
    short: frozenset[str]  # heads that abbreviations end in: 兰洽会
    bad: re.Pattern[str]
    generic: re.Pattern[str]
    telling: re.Pattern[str]
    activity: re.Pattern[str]
    activity_verbs: frozenset[str]
    behind: re.Pattern[str]  # where a name ends
    congress: re.Pattern[str]  # 第十届人民代表大会, the commonest of all

    @classmethod
    def of(cls, table: Table) -> HeldWords:
        """Compile the table `events`, whose keys `Vocabulary` has checked."""

        def words(key: str) -> tuple[str, ...]:
            return texts(f"events.held.{key}", table["held"].get(key, []))

        typed = typed_words("held", table["held"])
        typed = {**dict.fromkeys(words("short"), "culture"), **typed}
        heads = next_of(tuple(typed))
        ends = rf"(?=(?!{NOT_STOP})|{any_of(words('behind'))})"
        generic = (*texts("events.plain.generic", table["plain"]["generic"]), *words("generic"))
        return cls(
            name=re.compile(rf"{_SIGN}{{1,24}}?{heads}{ends}"),
            types=Endings(typed, texts("events.not_heads.words", table["not_heads"]["words"])),
            short=frozenset(words("short")),
            bad=re.compile(next_of(words("broken"))),
            generic=re.compile(rf"(?:{any_of(generic)}){{1,12}}$"),
            telling=re.compile(rf"{any_of(words('telling'))}|促(?!进)|(.).{{1,3}}\1.{{1,3}}\1|[年月周日]$"),
            activity=re.compile(rf"{sign_but('的')}{{3,18}}?活动{ends}"),
            activity_verbs=frozenset(words("activities")),
            behind=re.compile(ends),
            congress=re.compile(any_of(words("congresses"))),
        )


def find_held(
    text: str, verbs: Sequence[Stretch], words: HeldWords, vocabulary: Vocabulary, taken: Taken
) -> list[Found]:
    """The names behind `verbs` of holding and behind 届."""
    found = []
    last = 0
    for verb, at in apart(verbs):
        if at < last:
            continue
        if text[verb:at] in words.activity_verbs:
            if text.find(_ACTIVITY, at, at + _REACH) < 0:
                continue
            names = _activity(text, at, words, vocabulary)
        else:
            names = _names(text, verb, at, words)
        for start, end, kind in names:
            if not taken.overlaps(start, end):
                last = end
                found.append(Found(start, end, kind, "event.plain.held", 0.7))
    return found


def _names(text: str, verb: int, at: int, words: HeldWords) -> Iterator[tuple[int, int, EventType]]:
    """The names in the list behind a verb, or the one behind 届."""
    session = text.startswith("届", verb)
    if session and (
        words.congress.search(text, at, at + 14) or not _SESSION.search(text, max(0, at - 6), at)
    ):
        return
    level = _LEVEL.search(text, max(0, verb - 8), verb) if session else None
    for _ in range(_LIST):
        lead = _LEAD.match(text, at)
        start = lead.end() if lead else at
        edition = (session and start == at) or "届" in text[at:start]
        hit = words.name.match(text, start)
        named = hit and _kind(text, start, hit.end(), words, edition)
        if hit and named:
            at = hit.end()
            if text.startswith(_JOINT, at) and (joint := words.name.match(text, at)):
                at = joint.end()
            yield level.start(1) if level else _with_edition(text, start, at), at, named
            level = None
            link = _NEXT.match(text, at)
        else:
            link = _SKIP.match(text, start)
        if not link or (session and not named):
            return
        at = link.end()


def _with_edition(text: str, start: int, end: int) -> int:
    """第十四届[全运会]: of games that are known by a few characters the edition is a part of the name."""
    games = text.endswith("运会", start, end) and end - start <= _GAMES
    hit = _SESSION.search(text, max(0, start - 6), start) if games else None
    return hit.start() if hit else start


def _kind(text: str, start: int, end: int, words: HeldWords, edition: bool) -> EventType | None:
    """The type of what stands there if it is a name: with a modifier that tells which one it is, or an edition."""
    name = text[start:end]
    ending = words.types.of(name)
    if not ending or words.bad.search(name):
        return None
    modifier = name[: -len(ending[0])]
    if not modifier or (edition and len(modifier) > 1) or ending[0] in words.short:
        return ending[1] if modifier else None
    vague = len(modifier) < 2 or words.generic.match(modifier) or _COUNTED.match(text, end)
    return None if vague or (modifier[0].isdigit() and not modifier.startswith("20")) else ending[1]


def _activity(
    text: str, at: int, words: HeldWords, vocabulary: Vocabulary
) -> Iterator[tuple[int, int, EventType]]:
    """企业对标促升级活动 behind 开展: a modifier that tells what is done, not 文化活动, 志愿服务活动."""
    lead = vocabulary.strip.match(text, at)
    start = lead.end() if lead else at
    hit = words.activity.match(text, start)
    if not hit:
        yield from _activities(text, start, words, vocabulary)
        return
    if words.bad.search(hit.group()):
        return
    end = hit.end() - len(_ACTIVITY)
    if words.telling.search(text, start, end) and (end - start > 3 or text[end - 1] in "年月周日"):
        yield start, hit.end(), vocabulary.type_of(hit.group(), _ACTIVITY)


def _activities(
    text: str, at: int, words: HeldWords, vocabulary: Vocabulary
) -> Iterator[tuple[int, int, EventType]]:
    """The names of a list that ends in 活动, each of which must tell what is done: 开展艺术进校园、百场惠民演出活动."""
    hit = _ACTIVITIES.match(text, at)
    if not hit or words.bad.search(hit[1]) or not words.behind.match(text, hit.end()):
        return
    starts, names = [at], []
    for item in _JOINED.finditer(hit[1]):
        start = at + item.end()
        same = text.startswith(_SAME, start) and text.find(text[start], starts[-1], start) >= 0
        if not same:
            starts.append(start)
    for start, end in zip(starts, [*(following - 1 for following in starts[1:]), hit.end()], strict=True):
        told = min(end, at + len(hit[1]))
        if not words.telling.search(text, start, told):
            return
        names.append((start, end))
    for start, end in names:
        yield start, end, vocabulary.type_of(text[start:end], _ACTIVITY)
