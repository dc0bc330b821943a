"""“翰墨迎春”书画展, “金秋助学”活动, “甲”“乙”等评选活动, 老旧小区“焕新”改造项目, 荣获“平安县”称号, “厕所革命”, 办好“乡村夜市”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from reporttext.events.facilities import facility
from reporttext.events.heads import Head, head_at
from reporttext.events.patterns import NOT_STOP, STOP
from reporttext.events.quotes import ENDS, SLOGAN, ZONES, Quote, before, groups
from reporttext.events.spans import Found
from reporttext.events.vocabulary import Vocabulary
from reporttext.model import EventType

# A verb of winning, a year and two levels: 被授予2021年度全国.
_TITLE_REACH: Final = 14
_SUBJECT: Final = 14  # characters of a drive's subject before its short name
# “十大工程”, as “百日会战”, is no name without the words before it.
_SUM: Final = re.compile("[一二两三四五六七八九十百千]{1,3}[大项个]?.{2}|百日.{2,4}")
_TWICE: Final = re.compile(r"[一二两三四五六七八九十\d].{1,3}[一二两三四五六七八九十\d+]")
_DATE: Final = re.compile(r"\d{1,2}[·.]\d{1,2}$|\d{3}$")
_PERIOD: Final = re.compile(r"[一二三四五六七八九十]{1,2}五$")
_STOPS: Final = frozenset(STOP)
_SHARED: Final = re.compile(rf"((?:(?!等){NOT_STOP}){{0,8}})等(?:一批|一系列|系列|各类)?")
_OF: Final = re.compile(r".*的(?<!党的)")
_JOIN: Final = re.compile("[和与及]")
_EDITION: Final = re.compile(r"(?:第[一二三四五六七八九十百\d○*×xX_某]+届|首届)$")
_PLACES: Final = "市县区镇乡村"  # 争创“无毒镇”
_AMONG = ("其中", "包括")
_PILOT: Final = "试点"
_SITE: Final = "项目"
# 粮食生产获“十二连丰”: a row of good years is no honour.
_STREAK: Final = re.compile("[一二三四五六七八九十\\d]+连.")
# The number of a small heading before the name's own clause: 2.“前店后仓”整治.
_NUMBERED: Final = re.compile(
    rf"(?:^|\n)\s*[（(]?[\d一二三四五六七八九十]{{1,3}}[)）.、．]+\s*({NOT_STOP}{{0,12}})\Z"
)
# “拉家常式”宣讲 tells how, not what.
_MANNER = ("式", "型")
# Between the verb and a name that only its ending makes an event.
_VERB_REACH: Final = 10


class _Clause:
    """What stands around a run of quotes.

    `left` is the clause before the first, `heading` where the name begins if that clause opens with the number of a heading,
    `end` where the run ends.
    """

    __slots__ = ("end", "heading", "left")

    def __init__(self, left: str, heading: int | None, end: int) -> None:
        self.left = left
        self.heading = heading
        self.end = end


def find_quoted(text: str, hits: Sequence[re.Match[str]], words: Vocabulary) -> list[Found]:
    """The events among the quoted names, which are `hits`, in order of place; linear in the text."""
    found: list[Found] = []
    for number, group in enumerate(groups(text, hits)):
        found += _judge_group(text, group, words, number)
    return found


def _judge_group(text: str, group: list[Quote], words: Vocabulary, number: int) -> list[Found]:
    last = group[-1]
    shared_at = _SHARED.match(text, last.end) if text.find("等", last.end, last.end + 9) >= 0 else None
    shared = None
    if shared_at:
        shared = head_at(text, shared_at.end(), words)
        shared = None if shared and shared.word in words.thin else shared
        last.own = last.end + len(shared_at[1])
    elif len(group) > 1:
        shared = head_at(text, last.end, words)
        if shared and shared.word in words.joint and shared.end - last.end == len(shared.word):
            joint = _joint(text, group, shared, words)
            if joint:
                return [joint]
    left, _ = before(text, group[0].start)
    if not shared and left in _AMONG:
        shared = _among(text, group[0].start, words)
    clause = _Clause(left, _numbered(text, group[0].start, words), last.end)
    several = len(group) > 1 or shared_at is not None
    judged: list[Found] = []
    start = None
    for quote in group:
        if quote.joint == "暨":  # “甲”日暨“乙”周活动 is one event under one name
            start = quote.start if start is None else start
            continue
        found = _judge(text, quote, clause, shared, words)
        if found and several:
            found = found._replace(start=found.start if start is None else start, group=number)
        if found:
            judged.append(found)
        start = None
    return judged


def _joint(text: str, group: list[Quote], head: Head, words: Vocabulary) -> Found | None:
    """“前店后仓”“住改仓”整治: the quotes are what is put right, and the drive is one."""
    if any(quote.own > quote.end for quote in group[:-1]):
        return None
    start = _numbered(text, group[0].start, words)
    kind = words.type_of(head.word, head.word)
    return Found(group[0].start if start is None else start, head.end, kind, "event.quoted.joint", 0.85)


def _numbered(text: str, at: int, words: Vocabulary) -> int | None:
    """Where the name of a small heading begins, when `at` stands in one: 1.[电动车]“推车上楼”整治."""
    low = max(0, at - 20)
    hit = _NUMBERED.search(text, low, at) if not low or text.find("\n", low, at) >= 0 else None
    if not hit or not (hit.start() == 0 or text[hit.start()] == "\n") or words.bad.search(hit[1]):
        return None
    return hit.start(1)


def _among(text: str, at: int, words: Vocabulary) -> Head | None:
    """项目9个，其中“甲”“乙”: the head noun of the things counted before."""
    hit = words.counted_head.search(text, max(0, at - 24), at)
    return Head(at, hit[1]) if hit and hit[1] not in words.not_heads else None


def _judge(text: str, quote: Quote, clause: _Clause, shared: Head | None, words: Vocabulary) -> Found | None:
    """Decide by the head noun after the quote, then the verb before it, then the shared head, then the quote itself."""
    left = clause.left
    if quote.inner.endswith("五") and _PERIOD.match(quote.inner):
        return _of_period(text, quote, words)
    if words.forbidding.search(left):
        return None
    own = head_at(text, quote.end, words, quote.own)
    if own and _supported(text, quote, own, clause, words):
        return _with_head(text, quote, own, clause, words)
    if quote.inner in words.never or ZONES.fullmatch(quote.inner):
        return None
    found = facility(text, quote, left, words) or _title(text, quote, left, words)
    nouns = {quote.end} if shared else {quote.end, clause.end}
    if found or any(_is_thing(text, at, words) for at in nouns):
        return found
    return _with_shared(text, quote, shared, words) or _alone(text, quote, left, words)


def _of_period(text: str, quote: Quote, words: Vocabulary) -> Found | None:
    """A drive that is told from others by its plan period: “五五”普法教育, not “十五”规划, “八五”普法任务."""
    drive = words.period_drive.match(text, quote.end)
    if not drive or words.follower.match(text, drive.end()):
        return None
    return Found(quote.start, drive.end(), "campaign", "event.quoted.period", 0.8)


def _supported(text: str, quote: Quote, head: Head, clause: _Clause, words: Vocabulary) -> bool:
    """Whether a head noun that might be a verb is one: 开展“净风”检查, “净风”检查4次; shorthand such as “两基” never is."""
    if quote.inner.endswith(_MANNER) and head.end - quote.end == len(head.word):
        return False
    if head.word == _SITE and text.endswith(words.great, quote.end, head.end - len(_SITE)):
        return False  # “四新”储备重大项目 is a class
    if head.word not in words.thin:
        return True
    if quote.inner.endswith(words.places) or (SLOGAN.match(quote.inner) and not _DATE.match(quote.inner)):
        return False
    return (
        clause.heading is not None
        or words.verb_end(clause.left) is not None
        or words.times.match(text, head.end) is not None
    )


def _is_thing(text: str, at: int, words: Vocabulary) -> bool:
    """“老街故事”专栏, “山里红”志愿队: the noun behind the quote says that it is no activity."""
    hit = None if text[at : at + 1] in _STOPS else words.thing.match(text, at)
    return hit is not None and not words.across.search(hit[1])


def _with_head(text: str, quote: Quote, head: Head, clause: _Clause, words: Vocabulary) -> Found | None:
    # A strategy or a tool does not become an activity by one general noun: “一带一路”建设.
    built = head.word.startswith("建设")
    if quote.inner in words.tools or (built and ZONES.fullmatch(quote.inner)):
        return None
    if quote.inner in words.never and (built or head.end - quote.end < 3):
        return None
    start = _start(text, quote, clause, words)
    kind = words.type_of(text[start : head.end], head.word)
    if words.is_open(head.word):  # “乡村夜市”活动 says by its quote what 活动 does not
        ending = words.inside.of(quote.inner)
        kind = ending[1] if ending and ending[1] != "project" else kind
    if _PILOT in head.word and (conferred := _title(text, quote, clause.left, words)):
        kind = conferred.type  # 入选国家“无废城市”试点
    return Found(start, head.end, kind, "event.quoted.head", 0.95)


def _start(text: str, quote: Quote, clause: _Clause, words: Vocabulary) -> int:
    """Where the name begins: `clause` stands before the first quote of the group, so it tells only about that one."""
    prefix = words.prefix.search(text[max(0, quote.start - 12) : quote.start])
    if prefix:
        return quote.start - len(prefix.group())
    if not text.endswith(clause.left, 0, quote.start):
        return quote.start
    return clause.heading if clause.heading is not None else _widened(quote.start, clause.left, words)


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
    fits = 2 <= len(rest) <= 10 and not _JOIN.search(rest) and not words.bad.search(rest) and rest[0] != "对"
    fits = fits and not (rest[0] == "上" and left.endswith("以" + rest))  # 100个以上乡镇“气代柴”项目
    return at - len(rest) if fits else at


def _with_subject(at: int, left: str, words: Vocabulary) -> int:
    """The name's start when a drive is told before its short name: 抓好[自建房安全专项整治]“百日行动”."""
    if not words.prelude.search(left):
        return at
    verbs = [verb.end() for verb in words.any_verb.finditer(left)]
    rest = left[verbs[-1] if verbs else 0 :]
    skipped = words.strip.match(rest)
    rest = rest[skipped.end() :] if skipped else rest
    fits = 4 <= len(rest) <= _SUBJECT and not _JOIN.search(rest) and not words.bad_drive.search(rest)
    return at - len(rest) if fits and rest[0] not in "对以的" else at


def _title(text: str, quote: Quote, left: str, words: Vocabulary) -> Found | None:
    """An honour won (competition) or a title sought (campaign): 荣获“平安县”称号, 评出“最美庭院”38户."""
    kind: EventType
    if not left:
        return None
    left = left[-_TITLE_REACH:]
    if left[-1] not in words.honour_last or not words.honour.search(left):
        return None
    became = words.became.search(left)
    if became or words.won.search(left):
        kind, rule = "competition", "event.quoted.title_won"
    else:
        kind, rule = "campaign", "event.quoted.title_sought"
    chosen = words.chosen.search(left)
    tail = words.tail.match(text, quote.end) or (words.whole.match(text, quote.end) if chosen else None)
    tail = tail or words.title_tail.match(text, quote.end)
    if (became and not tail) or _STREAK.fullmatch(quote.inner):
        return None
    least = 2 if tail else 3 if chosen or quote.inner[-1] in _PLACES else 4
    if len(quote.inner) < least or (_TWICE.match(quote.inner) and not tail):
        return None
    return Found(quote.start, tail.end() if tail else quote.end, kind, rule, 0.85)


def _with_shared(text: str, quote: Quote, shared: Head | None, words: Vocabulary) -> Found | None:
    """A name in a list: its own last word tells the type, then the head noun that all share, then a hint."""
    sentence = "、" in quote.inner and text.startswith((",", "，"), quote.end)  # not one of two names
    if not shared or sentence:
        return None
    end = max(quote.end, quote.own)
    prefix = words.prefix.search(text[max(0, quote.start - 12) : quote.start])
    kind = words.type_of(text[quote.start : end] + shared.word, shared.word)
    ending = words.inside.of(quote.inner)
    vague = ("campaign", "other", "project")  # endings that say less than a head noun does
    if ending and (words.is_open(shared.word) or ending[1] not in vague):
        kind = ending[1]
    start = quote.start - len(prefix.group()) if prefix else quote.start
    return Found(start, end, kind, "event.quoted.shared_head", 0.85)


def _alone(text: str, quote: Quote, left: str, words: Vocabulary) -> Found | None:
    """A quoted name without a head noun behind it: its last word, its edition (第三届), or the verb before it decides."""
    inner = quote.inner
    if inner in words.names:
        prefix = words.prefix.search(text[max(0, quote.start - 12) : quote.start])
        start = quote.start - len(prefix.group()) if prefix else quote.start
        return Found(start, quote.end, words.names[inner], "event.quoted.known", 0.9)
    if words.follower.match(text, quote.end):
        return None
    kind = words.type_inside(inner)
    if kind:
        part = inner in words.drives or _SUM.fullmatch(inner) is not None
        whole = part and text.endswith(left, 0, quote.start)
        start = _widened(quote.start, left, words) if whole else quote.start
        if start == quote.start and inner.endswith("行动") and text.endswith(left, 0, start):
            start = _with_subject(start, left, words)
        return Found(start, quote.end, kind, "event.quoted.inside", 0.8)
    if inner.endswith(words.places):
        return None
    ending = words.inside_after_verb.of(inner)
    if ending and _near_verb(left, words):
        return Found(quote.start, quote.end, ending[1], "event.quoted.inside_after_verb", 0.75)
    return _bare(text, quote, left, words)


def _near_verb(left: str, words: Vocabulary) -> bool:
    """Whether a verb of holding stands close before the name."""
    end = words.verb_end(left)
    return left.rstrip("了好").endswith(words.bare) or (end is not None and len(left) - end <= _VERB_REACH)


def _bare(text: str, quote: Quote, left: str, words: Vocabulary) -> Found | None:
    """Nothing but an edition or a verb before the name, or a number of times or 举行 behind it: 第三届“开春礼”."""
    if len(quote.inner) < 3 or SLOGAN.match(quote.inner):
        return None
    edition = _EDITION.search(left) if left.endswith("届") else None
    verb = (left[: edition.start()] if edition else left).rstrip("了好")
    if not edition and not (
        len(quote.inner) >= 4
        and (
            words.held_times.match(text, quote.end)
            or words.after.match(text, quote.end)
            or (verb.endswith(words.bare) and ENDS.match(text, quote.end))
        )
    ):
        return None
    if quote.inner.endswith(words.inside.unlike):  # last, since so many words take long to compare
        return None
    kind = words.hinted(quote.inner) or ("culture" if edition or verb.endswith(words.hold) else "campaign")
    return Found(quote.start, quote.end, kind, "event.quoted.bare", 0.6)
