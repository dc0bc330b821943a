"""Our periods beside JioNLP's words of time, on the sentences of tests/cases; how to run it: test_differential.py."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from datetime import date

import pytest

from differences import Difference, Read, Reason, check, differences
from reporttext import lexicon
from reporttext.extract import figure_finder
from reporttext.fold import fold
from reporttext.model import Block, Document, Fact, Metadata, Section, Span
from reporttext.resolve import resolver
from reporttext.segment import segmenter
from reporttext.structure import split_sentences
from sentences import sentences

SHIPPED = lexicon.load()
SUMMARY = Metadata(
    doc_type="工作总结", year=2022, period_start=date(2022, 1, 1), period_end=date(2022, 12, 31)
)
GOVERNMENT = Metadata(doc_type="政府工作报告", year=2022, year_given=2023)
FIGURE = "办件7起。"


def facts(text: str, metadata: Metadata = SUMMARY, section: Section = "achievements") -> tuple[Fact, ...]:
    block = Block(Span(0, len(text)), "body", section=section)
    doc = Document(text, folded=fold(text), blocks=(block,), metadata=metadata)
    for stage in (split_sentences, segmenter(SHIPPED), figure_finder(SHIPPED), resolver(SHIPPED)):
        doc = stage(doc)
    return doc.facts


# --- What it shows: read, and faults of ours -----------------------------------------------------------------------------------

READ = [
    ("2016年至2020年新建泵站4座", "2016-01-01", "2020-12-31", SUMMARY),
    ("从2017年到2020年新建泵站4座", "2017-01-01", "2020-12-31", SUMMARY),
    ("前11个月，实现税收4亿元", "2022-01-01", "2022-11-30", SUMMARY),
    ("3季度，实现税收4亿元", "2022-07-01", "2022-09-30", SUMMARY),
    ("失业率由上年的3.6%下降为3.1%", "2021-01-01", "2021-12-31", GOVERNMENT),
    ("五年共有42部作品获奖", "2018-01-01", "2022-12-31", SUMMARY),
    ("10月1日至7日接待游客4万人次", "2022-10-01", "2022-10-07", SUMMARY),
]
FAULTS = [
    ("十二月二十日，接待群众40人", "2022-12-20", "2022-12-20", SUMMARY, "a month in Han is not read"),
    ("2022.11.8，接待群众40人", "2022-11-08", "2022-11-08", SUMMARY, "a date with points is not read"),
    ("从2019年开始，先后培训农民400人", "2019-01-01", "2022-12-31", SUMMARY, "从…开始 is the year alone"),
]


@pytest.mark.parametrize(
    ("text", "start", "end", "metadata"),
    [
        *READ,
        *(pytest.param(*case, marks=pytest.mark.xfail(strict=True, reason=why)) for *case, why in FAULTS),
    ],
)
def test_words_of_time_are_read(text: str, start: str, end: str, metadata: Metadata) -> None:
    (fact, *_) = facts(text, metadata)
    assert fact.period is not None
    assert (str(fact.period.start), str(fact.period.end)) == (start, end)


# --- Side by side ---------------------------------------------------------------------------------------------------


def period(fact: Fact, text: str) -> Read | None:
    """The word of time that gives a figure its period, None where none does."""
    if fact.period is None or not fact.period.text:
        return None
    at = fold(text).rfind(fact.period.text, 0, fact.span.start)
    span = Span(at, at + len(fact.period.text))
    return Read(span, span.of(text), str(fact.period.start), str(fact.period.end)) if at >= 0 else None


def by_jionlp(text: str) -> list[Read]:
    """Its points and spans of time, as days; it logs what it cannot parse, which is not our concern."""
    jionlp = pytest.importorskip("jionlp")
    logging.disable(logging.CRITICAL)
    try:
        found = jionlp.ner.extract_time(text, time_base={"year": 2022, "month": 12, "day": 31})
    finally:
        logging.disable(logging.NOTSET)
    return [
        Read(Span(*x["offset"]), x["text"], *(str(day)[:10] for day in x["detail"]["time"]))
        for x in found
        if x["type"] in ("time_point", "time_span")
    ]


def periods(text: str, theirs: Iterable[Read]) -> list[Read]:
    """What the words of time of a sentence mean to us: to its own figures, to one that would close it, and to one that
    would stand right after each word that JioNLP found.
    """
    ends = [other.span.end for other in theirs]
    found = {read for fact in facts(text) if (read := period(fact, text))}
    for clause in (
        f"{text[:end]}{pause}{FIGURE}" for end in [*ends, len(text.rstrip("。"))] for pause in ("", "，")
    ):
        (*_, fact) = facts(clause) or (None,)
        if fact and (read := period(fact, clause)) and read.span.end <= len(text):
            found.add(read)
    whole = [r for r in found if not any(o.span != r.span and o.span.holds(r.span) for o in found)]
    return sorted(whole)


REASONS = (
    Reason(
        "digits that are no time are one to it: 2000人次, 4-6支, 〔2022〕8号, 3号楼, 1/3, 图1-2",
        lambda d: d.ours is None and bool(re.fullmatch(r"\d{4}|\d{1,2}号|\d+[-/]\d+|[\d:]+|2021—2022", d.quote)),
    ),
    Reason(
        "words that hold a time's characters are one to it: 第一时间, 三点意见, 一周一调度, （十一）, 五一路",
        lambda d: d.ours is None and d.quote in ("一时", "三点", "四点", "一周一", "十一", "五一", "八一"),
    ),
    Reason(
        "decades and centuries are no reporting period: 六十年代, 21世纪以来, 五年前, 95年",
        lambda d: d.ours is None and bool(re.search("年代|世纪|年前|95年", d.quote)),
    ),
    Reason(
        "a duration is a year to it: 连续12年, 延长30年",
        lambda d: d.ours is None and bool(re.fullmatch(r"\d{1,2}年", d.quote)),
    ),
    Reason(
        "a term to come or a time saved is a span to it: 15日内, 一个月内, 提前3个月",
        lambda d: d.ours is None and (d.quote.endswith("内") or "提前" in d.text),
    ),
    Reason(
        "the base of a comparison gives a figure no period: 比上年, 较去年, 是前年的, 比年初",
        lambda d: d.ours is None and bool(re.search(f"(?:比|较|是|从){re.escape(d.quote.lstrip('从'))}", d.text)),
    ),
    Reason(
        "festivals, seasons and holidays are no reporting period: 春节, 清明, 暑期, 正月, 12·4",
        lambda d: d.ours is None
        and bool(re.search(r"[春夏秋冬]|节|清明|七一|元旦|农历|元宵|中秋|端午|国庆|正月|暑|\d·\d", d.quote)),
    ),
    Reason(
        "times of day and days counted from an unsaid one are no reporting period: 当日18时, 早上6点, 15日前, 周末",
        lambda d: d.ours is None and bool(re.search("[时点日天]|夜间|周末", d.quote)),
    ),
    Reason(
        "vague parts of a year or of a plan are no reporting period: 年初, 年末, 后期, 上季度, 一年来",
        lambda d: d.ours is None and d.quote in ("年初", "从年初", "年末", "后期", "上季度", "一年来"),
    ),
    Reason(
        "a year in a document's title is no period to us",
        lambda d: d.ours is None and bool(re.search(rf"《[^》]*{d.quote}[^》]*》", d.text)),
    ),
    Reason(
        "spans of years count whole ones to us (今后三年 from the next January), days from its base to it",
        lambda d: d.ours and bool(re.match("今后|近|前", d.quote)),
    ),
    Reason(
        "从去年 holds until now to it; with 到今年 the levels have a year each",
        lambda d: d.ours and d.other.startswith("从"),
    ),
    Reason("明年底 is November on to it, by the end of the year to us", lambda d: d.other == "明年底"),
    Reason(
        "it misses plain months, and reads a range of them as a day: 5月举办, 1—11月份, 3月至5月, 1-9月",
        lambda d: d.ours and "月" in d.quote and (not d.theirs or bool(re.fullmatch(r"\d-\d", d.other))),
    ),
    Reason("it does not know five-year plans", lambda d: d.ours and "五" in d.quote and not d.theirs),
    Reason("全年365天 is a duration of the whole to it", lambda d: d.quote == "全年" and "365天" in d.text),
    Reason("ours: see FAULTS", lambda d: bool(re.match(r"2016年至|10月1日至|前1[01]个月|\d季度|十二月|\d{4}[.-]\d", d.other)), ours=True),
)  # fmt: skip


def test_periods_beside_jionlp() -> None:
    pytest.importorskip("jionlp")
    found: list[Difference | None] = []
    for text in (s.text for s in sentences()):
        theirs = by_jionlp(text)
        found += differences(text, periods(text, theirs), theirs)
    check(found, REASONS, agreed=40)
