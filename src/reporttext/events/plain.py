"""启动城市更新行动, 举办农村电商培训班, 禾苗河治理工程全线通水: names without quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

from reporttext.events.lists import joined_start
from reporttext.events.patterns import NOT_STOP, NUMBER, STOP
from reporttext.events.quotes import before
from reporttext.events.spans import Found, Taken
from reporttext.events.vocabulary import Vocabulary
from reporttext.wordscan import Stretch, apart

# How much a head noun needs to be a name: 行动 a verb and a telling modifier, 运动会 less, 整治2024行动 only a verb.
_Sort = Literal["weak", "dated", "strong"]
_LIST: Final = 8  # programmes behind one verb
_WITHIN: Final = frozenset("上中")
_BUILT: Final = "工程"
_SITE: Final = "项目"
_VAGUE_WORK: Final = ("建设", "落地")  # is said of a class of things behind 的
_GREAT: Final = 6  # characters that 重大 and what is before it have at least in a name
# A longer stretch before a head noun is a sentence, not a name.
_MOST: Final = 22
_OF: Final = re.compile(r".*的(?<!党的)")
_MEASURES: Final = frozenset("个项家件处座条")
_NUMBER: Final = rf"{NUMBER}\s?[{''.join(sorted(_MEASURES))}]"
# 项目获批立项数, 工程开工率: the head of a noun that is measured does nothing.
_MEASURED: Final = re.compile(
    rf"(?:获批?|开工|建成|投产|竣工|完工|签约|入库|落地|完成|推进){NOT_STOP}{{0,4}}?[数率额量](?=[\d增提达为占下超居])"
)
# Things that are counted are a kind of thing, not a name: 整治项目超2万个, 援建项目开工90个, 建成12个灾后重建项目.
_COUNTED: Final = re.compile(
    rf"(?=[\s开竣完超约近达共\d*×○xX_.一二两三四五六七八九十百千某])(?:[开竣完]工)?\s?(?:超过?|约|近|达|共)?\s?{_NUMBER}"
)
_COUNT_BEFORE: Final = re.compile(rf"{_NUMBER}$")
# 完成12座病险水库加固工程, 加固甲和31个乙治理项目 count works as well, but the 10件实事工程 of a year are one thing.
_COUNT_INSIDE: Final = re.compile(rf"\d[万多余]?(?:[{''.join(sorted(_MEASURES))}]|公里)(?!年?度?[民实])")
_SESSION: Final = re.compile(r"第[一二三四五六七八九十百\d○*×xX]+届|首届")
_ROUND: Final = re.compile(r"第[一二三四五六七八九十百\d○*×xX]{1,4}轮$")
# 在[全运会]和[甲锦标赛]上: a name that ends before 和.
_AFTER_ONE: Final = re.compile(".*[节会赛展][和与及]")
_OF_LEVEL: Final = re.compile(".*[和与及](?=国家|全国)")
# 和 joins two things when both sides are long enough to be things; in 盛和纺织 it is part of a name.
_AND: Final = re.compile("..[和与及].")
# A programme goes on as one, works are built one by one: 甲建设和乙提升工程全面推进, not 甲厂和乙水库工程竣工.
_ON: Final = re.compile("(?:全面|深入|扎实|顺利|持续|有序|稳步|正式|加快){0,2}(?:推进|实施|启动|开展)")
# What does something is no item of a list, nor what things are done to (把…项目纳入规划), nor a number of things.
_NO_OPENERS = ("", "、", "”", "》")
_SOME: Final = re.compile(r"^\d[\d.]*[万亿]?公里|\d[万亿]?[家座所户人亩个]")
_IN_LIST: Final = re.compile("[、和与及等,，。；“”]")
_NO_NAME: Final = frozenset(STOP + " 的个项0123456789")  # before a head noun: there is no modifier at all
# 专项排查整治2024[行动]: the year belongs to the name, and makes it one.
_YEAR: Final = re.compile(rf"[^{re.escape(STOP)}\d]20\d\d$")
# Whose event it is makes a name of words that are none alone: 全市民间文艺汇演.
_LEVEL: Final = re.compile("全[国省市州县区镇乡]")
_ENDING: Final = ("中和", "普及")  # 碳中和行动, 科学普及行动: no 和 or 及 that joins
# Characters that tell which 三年行动 it is, were they ever so general: 交通建设三年行动计划.
_TERMED: Final = 4
_SPECIAL: Final = "专项"  # 尘肺病防治专项[攻坚行动], but not 就业创业十项[行动]
_ACTIVITY: Final = "活动"
_LED: Final = "实施"  # a verb that is only said of programmes, for those of a list that share one


def find_plain(text: str, heads: Sequence[Stretch], words: Vocabulary, taken: Taken) -> list[Found]:
    """Names found by their head noun, one of `heads`; what stands before it must be a real modifier."""
    found = []
    last = -1
    ends = dict(apart(heads))
    for head, head_end in ends.items():
        sign = text[head - 1]
        dated = sign.isdigit() and _YEAR.search(text, max(0, head - 5), head) is not None
        if head < last or (not dated and sign in _NO_NAME and not text.startswith(_SPECIAL, head - 2)):
            continue
        weak = text[head:head_end] in words.weak and not dated
        if weak and sign in words.vague_last and text.endswith(words.vague, last + 1, head):
            great = text[head:head_end] in words.programmes and text.endswith(words.great, last + 1, head)
            if not great:  # 湿地修复重大工程 may be a name
                continue
        end = ends.get(head_end, head_end)  # 专项整治 + 三年行动
        if text.startswith(_ACTIVITY, end):  # 安全生产宣传月活动
            end += len(_ACTIVITY)
        sort: _Sort = "weak" if weak else "dated" if dated else "strong"
        start = None if words.follower.match(text, end) else _name_start(text, (head, end), words, sort, last)
        if start is None and not weak and text[end : end + 1] in _WITHIN:
            start = _venue(text, head, words, last)
        if start is None or taken.overlaps(start, end):
            continue
        last = end
        kind = words.type_of(text[start:end], text[head:end])
        rule, score = ("event.plain.weak", 0.65) if weak else ("event.plain.strong", 0.8)
        found.append(Found(start, end, kind, rule, score))
    return found


def _venue(text: str, head: int, words: Vocabulary, last: int) -> int | None:
    """Where a name begins at which something was done: 在[省第九届运动会]上夺得金牌3枚, 在[甲大赛]和[乙大赛]上获奖."""
    if text[head : head + 2] in words.programmes:
        return None
    left, _ = before(text, head)
    at = left.rfind("在")
    if at < 0:
        return None
    start = max(head - len(left) + at + 1, last + 1 if text[last : last + 1] in "和与及" else 0)
    for cut in (_OF, _AFTER_ONE):
        hit = cut.match(text, start, head)
        start = hit.end() if hit else start
    fits = 2 <= head - start <= _MOST and not words.bad.search(text, start, head)
    return start if fits and _tells(text[start:head], "strong", words) else None


def _name_start(text: str, span: tuple[int, int], words: Vocabulary, sort: _Sort, last: int) -> int | None:
    """Where the name begins whose head noun is at `span`, or None when the words before it make no name.

    `last` is where the name found before ended.
    """
    head, end = span
    left, opener = before(text, head)
    joined = last > head - len(left)  # a name ends in this clause: 实施…行动和[…计划] share the verb
    if joined:
        left, opener = text[last + 1 : head], text[last]
        joined = opener in "和与及"
    elif opener == "、":
        joined = _shares_verb(text, span, left, words)
    elif opener == "”" and sort == "weak" and (beside := words.programme_joined.match(left)):
        left, joined = left[beside.end() :], True  # 实施“暖心”工程和[眼病防治计划]
    if sort == "strong" and (level := _with_level(left, words)) is not None:
        return head - len(left) + level
    verb_end = 0 if joined else words.verb_end(left)
    if verb_end is None and sort == "strong" and (verb := words.drive_verb.search(left, 0, 4)):
        verb_end = verb.end()
    if verb_end is None and sort != "strong" and not _may_do_without_verb(text, end, left, opener, words):
        return None  # most: the rest takes longer
    rest = _modifier(left[verb_end:] if verb_end is not None else left, words)
    start = head - len(rest)
    broken = words.bad.search(rest) and (
        verb_end is None
        or _breaks(rest, _LED if joined and opener == "、" else left[:verb_end], text[head:end], sort, words)
    )
    long = len(rest) >= _TERMED and rest[1] != "个"  # two of them have no name
    termed: _Sort = "dated" if long and text[head + 1] == "年" else sort
    if broken or not _is_name(*_bare_of(left, rest, text[head:end], words), words, termed):
        return None
    if sort == "weak" and words.limited.match(rest) and not words.strong.search(left[:verb_end]):
        return None  # 严格控制公共工程建设规模, but 实施淘汰落后产能计划
    site = text.startswith(_SITE, head) and rest.endswith(words.sites)  # 算力基础设施项目
    if site or (sort == "weak" and _counted(text, head - len(left), start, end)):
        return None
    return start if verb_end is not None else _unled(text, span, (start, opener), left, words)


def _may_do_without_verb(text: str, end: int, left: str, opener: str, words: Vocabulary) -> bool:
    """Whether what stands around a head noun leaves room for a name without a verb: no item of a list, something said of it."""
    return (opener != "、" or "的" in left) and bool(
        words.predicate.match(text, end) or words.frame.match(text, end)
    )


def _unled(
    text: str, span: tuple[int, int], begin: tuple[int, str], left: str, words: Vocabulary
) -> int | None:
    """Where a name begins that no verb leads, if it is a frame (以…为抓手), stands in a list, or does something.

    `span` is that of the head noun, `begin` where the modifier begins and the sign that opens `left`, the clause before it.
    """
    head, end = span
    start, opener = begin
    rest = text[start:head]
    if text[start - 1 : start] == "以" and len(rest) > 3 and words.frame.match(text, end):
        return start + max(map(rest.rfind, "和与及")) + 1  # 以甲和乙专项行动为抓手 names two
    # 总投资2亿元、长3公里的云溪路改造工程竣工 is no list, 以“两江”为重点的社区项目建设 a class.
    of = text[start - 1 : start] == "的" and not text.startswith(_VAGUE_WORK, end)
    if opener == "、":
        people = joined_start(text, head, left, words) if text[head:end] in words.joined else None
        if people is not None or _IN_LIST.match(text, end) or not of:
            return people if people is not None else start if _IN_LIST.match(text, end) else None
    subject = (of or opener not in _NO_OPENERS) and words.predicate.match(text, end)
    subject = subject if not _MEASURED.match(text, end) else None
    return start if subject and _does(left, rest, _goes_on(text, head, end)) else None


def _modifier(rest: str, words: Vocabulary) -> str:
    """The end of `rest`, which stands between verb and head noun, that belongs to the name."""
    if "的" in rest and (of := _OF.match(rest)):
        rest = rest[of.end() :]
    if skipped := words.strip.match(rest):
        rest = rest[skipped.end() :]
    joins = "和" in rest or "与" in rest or "及" in rest
    if joins and (pair := words.programme_and.match(rest) or _OF_LEVEL.match(rest)):
        rest = rest[pair.end() :]  # 实施碧水工程和[蓝天工程], of which the first is too short to be a name
    return rest


def _breaks(rest: str, verb: str, head: str, sort: _Sort, words: Vocabulary) -> bool:
    """Whether a word that no name holds makes `rest` none, though it stands between `verb` and a drive or programme."""
    if sort == "strong" and head in words.drives:
        return words.bad_drive.search(rest) is not None
    programme = head in words.programmes and words.strong.search(verb)
    return not programme or words.bad_programme.search(rest) is not None


def _shares_verb(text: str, span: tuple[int, int], left: str, words: Vocabulary) -> bool:
    """Whether the name whose head noun is at `span` stands in a list of programmes: 实施甲计划、乙工程、[丙行动]."""
    at = span[0] - len(left) - 1  # of the 、
    if not text.endswith(words.programmes, 0, at) or text[slice(*span)] not in words.programmes:
        return False
    built = text.startswith(_BUILT, span[0])  # 加快甲工程、乙工程 is a list of what is built, and names none
    for _ in range(_LIST):
        item, opener = before(text, at)
        if not item.endswith(words.programmes):
            return False
        built = built and item.endswith(_BUILT)
        if words.verb_end(item) is not None:
            return not built or words.strong.search(item) is not None
        if opener != "、":
            return False
        at -= len(item) + 1
    return False


def _goes_on(text: str, head: int, end: int) -> bool:
    """Whether it is no site and is said to go on, and so is one even where 和 stands in its name."""
    return not text.startswith(_SITE, head) and _ON.match(text, end) is not None


def _does(left: str, rest: str, on: bool) -> bool:
    """Whether the one thing `rest` that ends the clause `left` can be said to do something, or to go on."""
    done_to = "把" in left or "将" in left
    return not done_to and not _SOME.search(rest) and (on or not _AND.search(rest))


def _counted(text: str, low: int, start: int, end: int) -> bool:
    """Whether a number of them stands right behind what is there, or right before it, not before `low`."""
    before_it = text[start - 1 : start] in _MEASURES and _COUNT_BEFORE.search(text, low, start)
    works = text.startswith(("工程", "项目"), end - 2) and _COUNT_INSIDE.search(text, start, end)
    return bool(before_it or works) or _COUNTED.match(text, end) is not None


def _bare_of(left: str, rest: str, head: str, words: Vocabulary) -> tuple[str, str]:
    """The clause and the modifier without 重大 at an end, where this may be part of the name.

    湿地修复[重大]工程, and of what is no site 实施[重点]产业链提升行动.
    """
    if head in words.programmes and len(rest) >= _GREAT:
        if rest.endswith(words.great) and rest[-3] not in "大项":  # 十大重点工程
            return left[:-2], rest[:-2]
        led = words.strong.search(left[-len(rest) - 2 : -len(rest)]) is not None
        if led and head != _BUILT and rest.startswith(words.great):
            return left, rest[2:]
    return left, rest


def _is_name(left: str, rest: str, words: Vocabulary, sort: _Sort) -> bool:
    """Whether the modifier `rest`, which ends the clause `left`, makes a name of the head noun behind it."""
    lead = left[: len(left) - len(rest)]
    edition = ("届" in left and _SESSION.search(left)) or (lead[-1:] == "轮" and _ROUND.search(lead))
    least = 2 if sort != "weak" or edition else 3
    if not least <= len(rest) <= _MOST or (rest[-1] in "和与及" and not rest.endswith(_ENDING)):
        return False
    if sort == "weak" and (
        rest.endswith(words.classes)
        or rest.startswith(words.unlawful)
        or left.endswith(words.many, 0, len(left) - len(rest))
    ):
        return False
    if rest[0] == "上" and left.endswith("以" + rest):  # 200个以上节能改造项目
        return False
    return sort == "dated" or bool(edition and sort == "strong") or _tells(rest, sort, words)


def _tells(modifier: str, sort: _Sort, words: Vocabulary) -> bool:
    """Whether the words before a head noun tell which one it is; 重点, 各类, 文化 do not."""
    if sort == "strong" and len(modifier) > 5 and (opener := words.openers.match(modifier)):
        modifier = modifier[opener.end() :]  # 重点场所消防安全大检查
    return not words.generic.match(modifier)


def _with_level(left: str, words: Vocabulary) -> int | None:
    """Where 全省, 全市 stands before a modifier that reaches the head noun, in the clause `left`."""
    hits = list(_LEVEL.finditer(left)) if "全" in left else None
    if not hits:
        return None
    hit = hits[-1]
    modifier = left[hit.end() :]
    fits = (
        2 <= len(modifier) <= 12
        and modifier[-1] not in "和与及"
        and not words.bad.search(modifier)
        and not modifier.startswith(words.vague)
    )
    return hit.start() if fits and words.verb_end(modifier) is None else None
