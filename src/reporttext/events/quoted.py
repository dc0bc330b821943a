"""“翰墨迎春”书画展, “金秋助学”活动, “甲”“乙”等评选活动, 老旧小区“焕新”改造项目, 荣获“平安县”称号, “厕所革命”, 办好“乡村夜市”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from reporttext.events.vocabulary import NOT_STOP, STOP, Found, Vocabulary
from reporttext.model import EventType

# How far before a name its verb may stand.
_REACH = 28
# A verb of winning, a year and two levels: 被授予2021年度全国.
_TITLE_REACH = 14
# 一企一策, 两个维护, 三提三效, 双减: a number first and little behind it is a slogan, not an activity.
_SLOGAN = re.compile(
    r"(?:[一二两三四五六七八九十百千万零\d]+|双).{0,3}$|[一二两三四五六七八九十\d].{1,3}[一二两三四五六七八九十\d+]"
)
_TWICE = re.compile(r"[一二两三四五六七八九十\d].{1,3}[一二两三四五六七八九十\d+]")
_PERIOD = re.compile(r"[一二三四五六七八九十]{1,2}五$")
_QUOTE = re.compile(r"“([^“”\n]{1,40})”|「([^「」\n]{1,40})」|『([^『』\n]{1,40})』|\"([^\"\n]{1,40})\"")
# A comma joins only names that stand bare beside each other (folding has made ， of it); 、 and 和 join any.
_LINK = re.compile(rf"(?:({NOT_STOP}{{0,12}}?)(、|和|与|及|以及|暨)|,)?")
_TAIL = re.compile(rf"(?:(?!\d){NOT_STOP}){{0,16}}")
_SHARED = re.compile(rf"((?:(?!等){NOT_STOP}){{0,8}})等(?:一批|一系列|系列|各类)?")
_ENDS = re.compile(rf"[{re.escape(STOP)}\s\d和与及]|$")
_CLAUSE_START = re.compile(rf"(?s).*[{re.escape(STOP)}]")
_OF = re.compile(r".*的(?<!党的)")


class _Quote(NamedTuple):
    start: int
    end: int
    inner: str
    own: int  # where the text that belongs to this name alone ends: before the next quote, or 等
    joint: str  # the sign that joins it to the next


class _Head(NamedTuple):
    end: int
    word: str


def before(text: str, at: int) -> tuple[str, str]:
    """What stands before `at` in its clause (at most 28 characters), and the sign that opens the clause."""
    low = max(0, at - _REACH)
    left = text[low:at]
    cut = _CLAUSE_START.match(left)
    if cut:
        return left[cut.end() :], left[cut.end() - 1]
    return left, "" if low else "\n"


def find_quoted(text: str, words: Vocabulary) -> Iterator[Found]:
    """The events among the quoted names, in order of place; linear in the text."""
    for number, group in enumerate(_groups(text)):
        yield from _judge_group(text, group, words, number)


def _groups(text: str) -> Iterator[list[_Quote]]:
    """Runs of quotes joined by nothing, 、 or 和: “甲”“乙”和“丙”."""
    group: list[_Quote] = []
    hits = _QUOTE.finditer(text)
    hit = next(hits, None)
    while hit:
        following = next(hits, None)
        gap = (
            text[hit.end() : following.start()] if following and following.start() - hit.end() <= 14 else None
        )
        link = _LINK.fullmatch(gap) if gap is not None else None
        own = hit.end() + len(link[1] or "") if link else -1
        group.append(
            _Quote(
                hit.start(), hit.end(), hit[hit.lastindex or 1].strip(), own, (link[2] or "") if link else ""
            )
        )
        if not link:
            yield group
            group = []
        hit = following


def _judge_group(text: str, group: list[_Quote], words: Vocabulary, number: int) -> Iterator[Found]:
    last = group[-1]
    shared_at = _SHARED.match(text, last.end) if text.find("等", last.end, last.end + 9) >= 0 else None
    shared = None
    if shared_at:
        shared = _head(text, shared_at.end(), words)
        group = [*group[:-1], last._replace(own=last.end + len(shared_at[1]))]
    elif len(group) > 1:
        shared = _head(text, last.end, words)
    left, _ = before(text, group[0].start)
    several = len(group) > 1 or shared_at is not None
    start = None
    for quote in group:
        if quote.joint == "暨":  # “甲”日暨“乙”周活动 is one event under one name
            start = quote.start if start is None else start
            continue
        found = _judge(text, quote, left, shared, words)
        if found:
            yield found._replace(
                start=found.start if start is None else start, group=number if several else -1
            )
        start = None


def _judge(text: str, quote: _Quote, left: str, shared: _Head | None, words: Vocabulary) -> Found | None:
    """Decide by the head noun after the quote, then the verb before it, then the shared head, then the quote itself."""
    if _PERIOD.match(quote.inner) or left.endswith(words.forbidding):
        return None
    own = _head(text, quote.end, words, quote.own)
    if own:
        return _with_head(text, quote, own, left, words)
    if quote.inner in words.never:
        return None
    return (
        _facility(text, quote, left, words)
        or _title(text, quote, left, words)
        or _with_shared(text, quote, shared, words)
        or _alone(text, quote, left, words)
    )


def _head(text: str, at: int, words: Vocabulary, limit: int = -1) -> _Head | None:
    """The head noun of a name whose quote closes at `at`: “…”农村实用人才[培训班], but not across a verb or a particle."""
    tail = _TAIL.match(text, at)
    chunk = tail.group() if tail else ""
    if not chunk:
        return None
    if limit >= 0:
        chunk = chunk[: limit - at]
    start = end = 0
    for hit in words.head.finditer(chunk):
        gap = chunk[end : hit.start()]
        if words.across.search(gap) or (end and len(gap) > 2):
            break
        start = start if end and not gap else hit.start()
        end = hit.end()
    if not end or words.follower.match(chunk, end) or (chunk[start:end] == "建设" and start):
        return None
    return _Head(at + end, chunk[start:end])


def _with_head(text: str, quote: _Quote, head: _Head, left: str, words: Vocabulary) -> Found | None:
    # A strategy or a tool does not become an activity by one general noun: “一带一路”建设.
    if quote.inner in words.never and head.end - quote.end < 3:
        return None
    start = _start(text, quote, left, words)
    kind = words.type_of(text[start : head.end], head.word)
    if kind == "campaign":  # “秋日”助学行动 may say by its quote what 行动 does not
        kind = words.type_inside(quote.inner) or kind
    return Found(start, head.end, kind, "event.quoted.head", 0.95)


def _start(text: str, quote: _Quote, left: str, words: Vocabulary) -> int:
    """Where the name begins: `left` is the clause before the first quote of the group, so it tells only about that one."""
    prefix = words.prefix.search(text[max(0, quote.start - 12) : quote.start])
    if prefix:
        return quote.start - len(prefix.group())
    return _widened(quote.start, left, words) if text.endswith(left, 0, quote.start) else quote.start


def _widened(at: int, left: str, words: Vocabulary) -> int:
    """The name's start when nouns stand between verb and quote: 实施[老旧小区]“焕新”改造项目."""
    verb_end = words.verb_end(left)
    if verb_end is None:
        return at
    rest = left[verb_end:]
    of = _OF.match(rest)
    rest = rest[of.end() :] if of else rest
    skipped = words.strip.match(rest)
    rest = rest[skipped.end() :] if skipped else rest
    return at - len(rest) if 2 <= len(rest) <= 10 and not words.bad.search(rest) else at


def _facility(text: str, quote: _Quote, left: str, words: Vocabulary) -> Found | None:
    if not left.rstrip("了好").endswith(words.builds):
        return None
    tail = words.facility.match(text, quote.end)
    return Found(quote.start, tail.end(), "project", "event.quoted.facility", 0.7) if tail else None


def _title(text: str, quote: _Quote, left: str, words: Vocabulary) -> Found | None:
    if len(quote.inner) < 4 or _TWICE.match(quote.inner):
        return None
    kind: EventType
    left = left[-_TITLE_REACH:]
    if words.won.search(left):
        kind, rule = "competition", "event.quoted.title_won"
    elif words.sought.search(left):
        kind, rule = "campaign", "event.quoted.title_sought"
    else:
        return None
    tail = words.tail.match(text, quote.end)
    return Found(quote.start, tail.end() if tail else quote.end, kind, rule, 0.85)


def _with_shared(text: str, quote: _Quote, shared: _Head | None, words: Vocabulary) -> Found | None:
    if not shared:
        return None
    end = max(quote.end, quote.own)
    start = _start(text, quote, "", words)
    return Found(start, end, words.type_of(shared.word, shared.word), "event.quoted.shared_head", 0.85)


def _alone(text: str, quote: _Quote, left: str, words: Vocabulary) -> Found | None:
    """A quoted name without a head noun behind it."""
    if quote.inner in words.names:
        return Found(
            _start(text, quote, left, words), quote.end, words.names[quote.inner], "event.quoted.known", 0.9
        )
    kind = words.type_inside(quote.inner)
    if kind and not words.follower.match(text, quote.end):
        return Found(quote.start, quote.end, kind, "event.quoted.inside", 0.8)
    if (
        left.rstrip("了好").endswith(words.bare)
        and len(quote.inner) >= 4
        and not _SLOGAN.match(quote.inner)
        and _ENDS.match(text, quote.end)
    ):
        return Found(quote.start, quote.end, words.type_of(quote.inner, ""), "event.quoted.bare", 0.6)
    return None
