"""荣获全国文明村镇, 争创临江国家科学中心, 临江国家高新区获批, 全省文明乡镇创建: titles, zones and honours without quotes.

What is held is a competition, what is worked towards a campaign. Not what is merely counted (获批国家级平台5个), nor what a
place is by its own account (成为全国重要的物流中心).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reporttext.events.patterns import NOT_STOP, NUMBER, any_of, broken, next_of, sign_but
from reporttext.events.quotes import ENDS, before
from reporttext.events.spans import Found, Taken
from reporttext.events.vocabulary import Vocabulary
from reporttext.lexicon import Table, texts
from reporttext.model import EventType
from reporttext.wordscan import Stretch, apart

_Spans = list[tuple[int, int]]

_LEAST, _MOST = 5, 30
_LIST: Final = 6  # names behind one verb
_ZONE: Final = 5  # characters before 试验区 that tell which one it is
_NEAR: Final = 16  # how far behind its verb a name may hold its level
# A sign of a name; brackets may stand inside it: 中国（临江）自由贸易试验区.
_SIGN: Final = rf"(?:{sign_but('了的等')}|等(?=奖)|[(（][^()（）\n]{{1,12}}[)）])"
# A prize of its own name holds neither number nor 和: 临江科学与技术奖.
_PRIZE_SIGN: Final = rf"(?:{sign_but('了的等和0123456789')}|等(?=奖))"
_SESSION: Final = r"第[一二三四五六七八九十\d]{1,3}届|首届"
_JOIN: Final = re.compile("以及|[和与及]")
_COUNTED: Final = re.compile(rf"\s?(?:超过?|约|近|达|共)?\s?{NUMBER}\s?[个项家件处座条名人]")
# 国家级科技进步奖、星火奖41项: so many at a level are a kind of prize.
_PRIZES_OF_LEVEL: Final = re.compile("(?:国家|省部|部省|[省市县区部]|自治区)级[^，。；]{0,40}?奖")
_MORE_PRIZES: Final = re.compile(rf"(?:[、和]{NOT_STOP}{{1,8}}?奖){{0,4}}")
# What is not the name of one prize: 多项省部级奖, 目标考核奖.
_NO_PRIZE: Final = re.compile("[级项个类]|以上|考核|评比|目标")
# 产业园[创新力百强], 经开区[10强]: one of so many is a rank.
_RANKED: Final = re.compile(rf"{NOT_STOP}{{0,7}}?[\d百十]强")
_COUNT: Final = re.compile(rf"(?<!第){NUMBER}\s?[个项家件处座条]")
_ORDINAL: Final = r"第[\d一二三四五六七八九十○*×xX]{1,3}[个家批座]"
_CLOSED: Final = (")", "）")
# 被国家列入…: who confers it stands before the verb, and is all the level that the name needs.
_BY_STATE: Final = re.compile("[被由经获](?:国家|国务院)[^，。；、,;了的]{0,5}$")
_TO_STATE: Final = "国家"  # 上升为国家战略
_BUILT: Final = ("建设", "打造")
_APPROVED: Final = "获批"  # who else would: 云岭金融改革试验区获批


@dataclass(frozen=True, eq=False)
class TitleWords:
    """What the rules of this module search for; the lists are in the table `titles` of `data/events.toml`."""

    won: frozenset[str]
    strict: frozenset[str]  # say something of a title only when its level stands right behind
    building: frozenset[str]  # are said of anything, and so only of zones
    zones: tuple[str, ...]
    zone: re.Pattern[str]  # right behind verbs of seeking, a zone without its level
    open: frozenset[str]
    prized: frozenset[str]  # verbs behind which a prize may stand whose name holds no level
    prize: re.Pattern[str]
    vision: frozenset[str]  # and are also said of what a place would like to be
    granted: frozenset[str]  # are said of the title itself
    near: re.Pattern[str]  # a level within a name, or what needs none
    at_once: re.Pattern[str]  # one right behind the verb
    ordinal: re.Pattern[str]
    run: re.Pattern[str]
    inside: re.Pattern[str]
    own: re.Pattern[str]
    prizes: re.Pattern[str]  # a prize that has a name, with a count
    level: re.Pattern[str]
    to_noun: re.Pattern[str]
    loose: re.Pattern[str]
    batch: re.Pattern[str]
    nameless: re.Pattern[str]  # 国家级奖励
    bad: re.Pattern[str]
    follower: re.Pattern[str]
    seeking: re.Pattern[str]
    adverbs: re.Pattern[str]
    nominal: tuple[str, ...]  # verbs that are nouns behind the title: …文明城市创建
    creation: re.Pattern[str]  # behind such a noun
    projects: tuple[str, ...]

    @classmethod
    def of(cls, table: Table) -> TitleWords:
        """Compile the table `events`, whose keys `Vocabulary` has checked."""

        def words(key: str) -> tuple[str, ...]:
            return texts(f"events.titles.{key}", table["titles"].get(key, []))

        levels, inside, own = any_of(words("levels")), any_of(words("inside")), any_of(words("alone"))
        nouns = next_of((*words("nouns"), *words("loose"), *words("alone"), *words("projects")))
        strict = (*words("strict"), *words("building"), *words("vision"))
        ends = any_of(texts("events.names.ends", table["names"].get("ends", [])))
        lead = r"[了为]?(?:20\d\d年度?)?"
        ordinal = rf"{lead}(?:(?:{any_of(words('among'))})?{_ORDINAL})?"
        return cls(
            won=frozenset((*words("won"), *words("strict"), *words("vision"), *words("granted"))),
            strict=frozenset(strict),
            building=frozenset(words("building")),
            zones=words("zones"),
            zone=re.compile(rf"(?![与及]|和(?![谐平])){_SIGN}{{{_ZONE},24}}?(?:{any_of(words('zones'))})"),
            open=frozenset(words("open")),
            prized=frozenset(words("prized")),
            prize=re.compile(
                rf"了?(?:{_SESSION})?({_PRIZE_SIGN}{{3,20}}?奖(?:[特一二三]等奖|[金银铜]奖)?)(?!{NOT_STOP})"
            ),
            vision=frozenset(words("vision")),
            granted=frozenset(words("granted")),
            near=re.compile(next_of((*words("inside"), *words("alone")))),
            at_once=re.compile(rf"{ordinal}{next_of((*words('levels'), *words('alone')))}"),
            ordinal=re.compile(rf"({lead})(?:{ordinal.removeprefix(lead)})"),
            run=re.compile(rf"{_SIGN}{{3,44}}"),
            inside=re.compile(inside),
            own=re.compile(rf"(?:{own})$"),
            prizes=re.compile(rf"{NOT_STOP}{{0,12}}?(?:{own})\s?{NUMBER}\s?[个项]"),
            level=re.compile(levels),
            to_noun=re.compile(rf".*{nouns}"),
            loose=re.compile(rf"(?:{any_of(words('loose'))})$"),
            batch=re.compile(rf"首[批个]|{_ORDINAL}"),
            nameless=re.compile(rf"(?:{levels})*(?:{any_of(words('nameless'))})"),
            bad=broken(words("broken")),
            follower=re.compile(next_of(words("followers"))),
            seeking=re.compile(next_of(words("seeking"))),
            adverbs=re.compile(rf"(?:{any_of(words('adverbs'))})+$"),
            nominal=words("nominal"),
            creation=re.compile(rf"(?:{ends})?(?=(?!{NOT_STOP})|{any_of(words('creation'))})"),
            projects=words("projects"),
        )


def find_titles(
    text: str, verbs: Sequence[Stretch], words: TitleWords, vocabulary: Vocabulary, taken: Taken
) -> list[Found]:
    """The titles behind `verbs`, or before those that are said of the title itself: …示范区获批, …文明城市创建."""
    found = []
    last = 0
    for verb, at in apart(verbs):
        word, word_end = text[verb:at], at
        low = max(0, verb - 10)
        conferred = text.find("国", low, verb) >= 0 and _BY_STATE.search(text, low, verb) is not None
        levelled = (
            conferred
            or words.at_once.match(text, at)
            or (word not in words.strict and words.near.search(text, at, at + _NEAR))
        )
        zoned = not levelled and word in words.open and words.zone.match(text, at) is not None
        names = _behind(text, (verb, at), words, conferred or zoned) if levelled or zoned else []
        if names and _of_level(text, names):
            names = []
        if zoned or word in words.building:
            names = [name for name in names if text.endswith(words.zones, *name)]
        if not names and word in words.granted:
            names = _granted(text, verb, words, vocabulary, of_state=_TO_STATE in word)
            if not names and word.startswith(_APPROVED) and ENDS.match(text, at):
                names = _granted(text, verb, words, vocabulary, of_state=True)
        elif not names and word in words.prized:
            names = _prize(text, at, words)
        elif not names and word.startswith(words.nominal):
            noun = next(filter(word.startswith, words.nominal))  # of 创建为: 以…创建为抓手
            word_end = verb + len(noun)
            names = _created(text, verb, word_end, words)
        for start, end in names:
            if start >= last and not taken.overlaps(start, end):
                last = end
                found.append(_found(text, (start, end), (verb, word_end), words))
    return found


def _found(text: str, span: tuple[int, int], verb: tuple[int, int], words: TitleWords) -> Found:
    """Won, or sought where the verb or the clause before it says so: 争取…获批."""
    start, end = span
    won = text[verb[0] : verb[1]] in words.won
    seeking = not text.startswith("了", verb[1]) and words.seeking.search(
        before(text, min(start, verb[0]))[0]
    )
    sought = not won or bool(seeking)
    kind: EventType = "campaign" if sought else "competition"
    if text.endswith(words.projects, start, end):
        kind = "project"
    return Found(start, end, kind, f"event.plain.title_{'sought' if sought else 'won'}", 0.7)


def _behind(text: str, span: tuple[int, int], words: TitleWords, conferred: bool) -> _Spans:
    """The names behind a verb, joined by 和 or 、; the first has a level, which holds for all of them.

    What is `conferred` by the state needs none: 被国家列入…试点.
    """
    verb, at = span
    vision = text[verb:at] in words.vision
    if vision and words.seeking.search(before(text, verb)[0]):
        return []
    hit = words.ordinal.match(text, at)
    begin = hit.end() if hit else at
    if hit and hit.end() > hit.end(1) and not words.near.search(text, begin, begin + _NEAR):
        begin = hit.end(1)  # 全国第一个 is all the level there is
    names: _Spans = []
    while len(names) < _LIST and (run := words.run.match(text, begin)):
        spans = [(begin + low, begin + high) for low, high in _parts(run.group(), words)]
        for start, end in spans:
            vague = vision and words.loose.search(text, start, end) and not words.batch.search(text, at, end)
            levelled = (
                names or conferred or words.level.match(text, start) or words.near.search(text, start, end)
            )
            if vague or not levelled or not _is_title(text, start, end, words):
                return names
            names.append((start, end))
        if not spans:
            break
        counted = _COUNTED.match(text, spans[-1][1])
        end = counted.end() if counted else run.end()
        if not counted and spans[-1][1] != end:
            break
        # 获国家发明奖4项，省科技进步奖7项: prizes with their counts are a list without 、 as well.
        prizes = counted and text.startswith((",", "，"), end) and words.prizes.match(text, end + 1)
        if not prizes and not text.startswith("、", end):
            break
        begin = end + 1
    return names


def _of_level(text: str, names: _Spans) -> bool:
    """Whether the names are prizes of a level, with their number: 获得省级科技进步奖和星火奖34项."""
    end = names[-1][1]
    if text[end - 1] != "奖" or not _PRIZES_OF_LEVEL.match(text, names[0][0], end):
        return False
    more = _MORE_PRIZES.match(text, end)
    return _COUNTED.match(text, more.end() if more else end) is not None


def _prize(text: str, at: int, words: TitleWords) -> _Spans:
    """获[临江科学与技术奖]: the one prize behind a verb of winning, by a name without a level."""
    hit = words.prize.match(text, at)
    vague = (words.bad.search, words.nameless.fullmatch, _NO_PRIZE.search)
    return [hit.span(1)] if hit and not any(rule(hit[1]) for rule in vague) else []


def _parts(run: str, words: TitleWords) -> Iterator[tuple[int, int]]:
    """The names in a stretch without stops; 和 parts two where the one before it ends in the noun of a title."""
    start = 0
    for join in _JOIN.finditer(run):
        hit = words.to_noun.match(run, start, join.start())
        if hit and hit.end() == join.start():
            yield start, hit.end()
            start = join.end()
    hit = words.to_noun.match(run, start)
    if hit:
        yield start, hit.end() + (sum(map(hit.group().count, "(（")) > sum(map(hit.group().count, ")）")))


def _is_title(text: str, start: int, end: int, words: TitleWords) -> bool:
    return (
        end - start <= _MOST
        and (end - start >= _LEAST or words.own.match(text, start, end) is not None)  # 园林城市
        and not words.bad.search(text, start, end)
        and not words.nameless.fullmatch(text, start, end)
        and not _COUNT.search(text, start, end)
        and (
            (text[end - 1] == "奖" and words.own.search(text, start, end) is not None)
            or not _followed(text, end, words)
        )
    )


def _followed(text: str, end: int, words: TitleWords) -> bool:
    """Whether a title is named of which there are several (省级示范村12个), or part of another name (示范村规划).

    Prizes are conferred by the dozen, so it says nothing of one that has a name: 获省科技进步奖12项.
    """
    return any(rule.match(text, end) is not None for rule in (words.follower, _COUNTED, _RANKED))


def _granted(
    text: str, verb: int, words: TitleWords, vocabulary: Vocabulary, of_state: bool = False
) -> _Spans:
    """What stands before 获批: 临江国家高新区获批, not 两个国家级开发区获批.

    `of_state` says that the verb names the level itself: 青龙湖生态示范区上升为国家战略.
    """
    adverbs = words.adverbs.search(text, max(0, verb - 8), verb)
    end = adverbs.start() if adverbs else verb
    left, opener = before(text, end)
    if opener in _CLOSED:  # 中国（临江）自由贸易试验区
        bracket = max(text.rfind(sign, max(0, end - len(left) - 14), end) for sign in "(（")
        left = text[bracket - len(before(text, bracket)[0]) : end] if bracket >= 0 else left
    low = end - len(left)
    start = low + (vocabulary.verb_end(left) or 0)
    skipped = vocabulary.strip.match(text, start, end)
    start = skipped.end() if skipped and not words.level.match(text, start) else start
    spans = list(_parts(text[start:end], words))
    if not spans or start + spans[-1][1] != end or _COUNT.search(text, low, start):
        return []
    start += spans[-1][0]
    cuts = {hit.end() for cut in (words.seeking, _JOIN) for hit in cut.finditer(text, start, end)}
    if (
        of_state
    ):  # nothing tells where a name without its level begins, if not at the verb: 信用体系建设改革试点
        cuts = {at for at in cuts if not text.endswith(_BUILT, 0, at)}
    # Behind 支持…争取 the name begins at the last word that leaves it whole: not within 国家生态文明建设示范区.
    later = sorted(cuts, reverse=True)
    starts = [*(at for at in later if words.seeking.search(text, start, at)), start, *later]
    return next(([(at, end)] for at in starts if _is_own(text, at, end, words, of_state)), [])


def _is_own(text: str, start: int, end: int, words: TitleWords, of_state: bool) -> bool:
    """Whether a name says by itself that it is a title: by its level, or by a noun that needs none."""
    levelled = of_state or words.inside.search(text, start, end) or words.own.search(text, start, end)
    return bool(levelled) and "的" not in text[start:end] and _is_title(text, start, end, words)


def _created(text: str, verb: int, at: int, words: TitleWords) -> _Spans:
    """What stands before 创建, when that is no verb: 全省文明乡镇创建通过评估."""
    behind = words.creation.match(text, at)
    if not behind:
        return []
    low = verb - min(16, len(before(text, verb)[0]))
    for level in words.level.finditer(text, low, verb):
        named = words.to_noun.match(text, level.end(), verb)
        if named and named.end() == verb and _is_title(text, level.start(), verb, words):
            return [(level.start(), behind.end())]
    return []
