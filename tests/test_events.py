"""Events: what is found, with its type, and what must not be; offsets, status, the figure that counts, user rules."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reporttext as rt
from reporttext.errors import RuleError
from reporttext.events import finder
from reporttext.events.naming import Naming
from reporttext.events.patterns import any_of
from reporttext.events.vocabulary import Vocabulary
from reporttext.fold import fold
from reporttext.lexicon import Lexicon, load
from reporttext.model import Block, Document, Fact, Quantity, Section, Sentence, Span

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "events.jsonl").read_text("utf-8").splitlines()
]
FIND = finder(load())


def document(text: str, section: Section | None = "achievements", role: Any = "body") -> Document:
    """A document as the earlier stages leave it: a block a line, a sentence a full stop."""
    blocks: list[Block] = []
    sentences: list[Sentence] = []
    for line in re.finditer(r"[^\n]*\S[^\n]*", text):
        blocks.append(Block(Span(*line.span()), role, section=section))
        for part in re.finditer("[^。]+。?", line.group()):
            start = line.start() + part.start()
            sentences.append(Sentence(Span(start, start + len(part.group())), len(blocks) - 1))
    return Document(text=text, folded=fold(text), blocks=tuple(blocks), sentences=tuple(sentences))


def count(text: str, quote: str, start: int = 0) -> Fact:
    at = text.index(quote, start)
    unit = quote.lstrip("0123456789*余")
    return Fact("count", Span(at, at + len(quote)), 0, 0, Quantity(Decimal(3), None, unit), "test")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:24])
def test_cases(case: dict[str, Any]) -> None:
    doc = FIND(document(case["text"], case.get("section", "achievements")))
    found = [(doc.quote(event.span), event.type) for event in doc.events]
    assert [quote for quote, _ in found] == [quote for quote, _ in case["events"]]
    for (quote, kind), (_, wanted) in zip(found, case["events"], strict=True):
        assert wanted is None or kind == wanted, quote


def test_the_list_is_worth_something() -> None:
    """Both sorts of case are there: a finder that finds nothing, or everything, fails."""
    assert sum(1 for case in CASES if case["events"]) > 30
    assert sum(1 for case in CASES if not case["events"]) > 15


@pytest.mark.parametrize(
    ("text", "section", "status"),
    [
        ("举办“稻香”文化节。", "achievements", "held"),
        ("举办“稻香”文化节。", "plans", "planned"),
        ("下一步将举办“稻香”文化节。", "achievements", "planned"),
        ("已先后举办“稻香”文化节。", None, "held"),
        ("“稻香”文化节。", None, None),
        ("国务院提出要实施“稻香”工程。", "achievements", "reference"),
        ("荣获“全国文明村”称号。", None, "held"),
        ("“稻香”工程进度滞后。", "problems", "reference"),
    ],
)
def test_status(text: str, section: Section | None, status: str | None) -> None:
    (event,) = FIND(document(text, section)).events
    assert event.status == status


@pytest.mark.parametrize(
    ("text", "figure", "linked"),
    [
        ("举办“稻香”系列讲座6场，听众90人。", "6场", True),
        ("举办6场“稻香”系列讲座。", "6场", True),
        ("举办“稻香”系列讲座，听众90人。", "90人", False),
        ("举办“稻香”系列讲座。全年走访90次。", "90次", False),
        ("举办“稻香”系列讲座惠及90人。", "90人", False),
        ("走访6次，“稻香”系列讲座开讲。", "6次", False),
    ],
)
def test_the_figure_that_counts_an_event(text: str, figure: str, linked: bool) -> None:
    doc = replace(document(text), facts=(count(text, figure),))
    (event,) = FIND(doc).events
    assert event.fact == (0 if linked else None)


def test_names_that_share_a_head_share_the_figure() -> None:
    text = "开展“甲乙丙”“丁戊己”等评选活动**余场次。"
    doc = replace(document(text), facts=(count(text, "**余场次"),))
    assert [event.fact for event in FIND(doc).events] == [0, 0]


def test_the_name_has_no_quotes_where_they_hold_all_of_it() -> None:
    events = FIND(document("办好“乡村夜市”，举办“稻香”文化节。")).events
    assert [event.name for event in events] == ["乡村夜市", "“稻香”文化节"]


def test_place_in_the_document() -> None:
    doc = FIND(document("云溪镇工作总结\n开展工作。举办“稻香”文化节。\n"))
    (event,) = doc.events
    assert (event.paragraph, event.sentence) == (1, 2)


def test_a_name_once_found_is_found_wherever_it_is_mentioned() -> None:
    """Quoted or bare, also before the place that tells what it is; not inside a document's title, nor as another name."""
    text = "围绕开春礼会的主题布置。举办第二届“插秧节”。“插秧节”卖出干货。紧扣插秧节主题。《插秧节方案》已印发，“插秧节”组委会致谢。"
    doc = FIND(document(text))
    assert [(doc.quote(e.span), e.type) for e in doc.events] == [
        ("“插秧节”", "culture"),
        ("“插秧节”", "culture"),
        ("插秧节", "culture"),
    ]


def test_page_furniture_holds_no_events() -> None:
    assert not FIND(document("举办“稻香”文化节。", role="noise")).events


def test_full_width_signs_keep_their_offsets() -> None:
    doc = FIND(document("组织“１２·４”宣传周活动，效果好。"))
    assert [doc.quote(event.span) for event in doc.events] == ["“１２·４”宣传周活动"]


def test_an_unknown_entry_is_refused_by_name() -> None:
    tables = {**load().tables, "events": {**load()["events"], "verb": {}}}
    with pytest.raises(RuleError, match="verb"):
        finder(Lexicon(tables, "changed"))


@pytest.mark.parametrize(
    ("verb", "found"),
    [("实施", ["甲溪提质计划", "乙湾治理工程", "丙岭护林工程"]), ("加快", ["乙湾治理工程"])],
)
def test_a_list_of_works_names_its_members_only_behind_a_verb_of_programmes(
    verb: str, found: list[str]
) -> None:
    """实施甲工程、乙工程 are programmes; behind 加快 the first is found, as ever, and the rest are what is being built."""
    first = "甲溪提质计划、" if verb == "实施" else ""
    doc = FIND(document(f"{verb}{first}乙湾治理工程、丙岭护林工程。"))
    assert [doc.quote(event.span) for event in doc.events] == found


def test_a_user_adds_a_head_noun() -> None:
    mine = load('[events.heads]\nmeeting = ["夜聊"]\n')
    text = "开展“星空下”夜聊20次。"
    assert not FIND(document(text)).events
    doc = finder(mine)(document(text))
    assert [(doc.quote(e.span), e.type) for e in doc.events] == [("“星空下”夜聊", "meeting")]


def test_every_plain_head_noun_has_a_type() -> None:
    words = Vocabulary.of(load()["events"])
    table = load()["events"]["plain"]
    assert {words.type_of(head, head) for head in (*table["strong"], *table["weak"])} <= set(
        words.heads.values()
    )


@given(
    st.lists(st.text("ab.专项", min_size=1, max_size=4), min_size=1, max_size=8),
    st.text("ab.专项", max_size=12),
)
def test_the_tree_of_words_matches_what_the_flat_list_matches(words: list[str], text: str) -> None:
    flat = "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word))))
    assert [hit.span() for hit in re.finditer(any_of(words), text)] == [
        hit.span() for hit in re.finditer(flat, text)
    ]


SIGNS = st.sampled_from(
    [
        *'“”《》、，。等和暨开展举办“”的12*工程活动评选行动\n 「」"',
        *("“甲”", "等活动", "专项整治", "荣获全国", "第三届“插秧节”", "插秧节", "等文化活动", "全市"),
        *("\n1.防火整治\n", "、龙舟大赛", "培训班", "“甲课”", "其中"),
        *(
            "实施云溪计划",
            "、柳湾工程",
            "在全国龙舟大赛",
            "上",
            "“五五”普法教育",
            "为主题的",
            "科技进步奖3项",
        ),
    ]
)


@given(st.lists(SIGNS, max_size=60).map("".join))
def test_events_lie_in_their_sentence_apart_and_in_order(text: str) -> None:
    doc = FIND(document(text))
    for event in doc.events:
        sentence = doc.sentences[event.sentence]
        assert event.span.start < event.span.end <= len(text)
        assert sentence.span.start <= event.span.start < sentence.span.end
        assert sentence.paragraph == event.paragraph
        assert event.name
    for one, two in zip(doc.events, doc.events[1:], strict=False):
        assert one.span.end <= two.span.start


@pytest.mark.parametrize(
    "unit",
    [
        *("“", "《", "工程", "“一”", "实施“一”、", 'a"b', "获全国", "年", "*", "一", "实施", "、"),
        *(
            "全市",
            "、大赛",
            "等文化活动",
            "\n1.整治",
            "第三届“插秧节”",
            "“甲课”、",
            "培训班、",
            "其中“甲”",
            "整治2024行动",
            "云溪提质计划、",
            "云溪提质工程和",
            "在云溪大赛和",
            "上在龙舟大赛",
            "省科技进步奖3项、",
            "“五五”普法",
            "国家级试点",
            "“一网”试点、",
            "第六次人口普查",
            "云溪奥运会和",
            "湿地修复重大工程",
        ),
    ],
)
def test_hostile_text_takes_linear_time(unit: str) -> None:
    """Twice the text, about twice the time; the floor keeps a slow machine's noise out."""

    def spent(size: int) -> float:
        """The least of three: a collection of the worker's garbage takes longer than a small text."""
        doc = document("开展" + unit * (size // len(unit)))
        times = []
        for _ in range(3):
            begin = time.process_time()
            FIND(doc)
            times.append(time.process_time() - begin)
        return min(times)

    small, large = spent(30_000), spent(120_000)
    assert large < 0.2 or large < 10 * small


def dated(text: str, name: str) -> tuple[str, str, str] | None:
    """Period of the only event that holds `name`: first and last day, and the words it was read from."""
    (event,) = [event for event in rt.analyse(text).events if name in event.name]
    when = event.period
    return when and (when.start.isoformat(), when.end.isoformat(), when.text)


SUMMARY = "云溪镇2022年工作总结\n一、主要工作\n{done}\n二、下一步打算\n{planned}\n"


@pytest.mark.parametrize(
    ("done", "planned", "wanted"),
    [
        ("举办“稻香文化节”。", "加强宣传。", ("2022-01-01", "2022-12-31", "")),
        ("加强宣传。", "举办“稻香文化节”。", ("2023-01-01", "2023-12-31", "")),
        ("5月，举办“稻香文化节”。", "加强宣传。", ("2022-05-01", "2022-05-31", "5月")),
        ("去年举办“稻香文化节”，反响好。", "加强宣传。", ("2021-01-01", "2021-12-31", "去年")),
        ("举办2021年稻香文化节。", "加强宣传。", ("2021-01-01", "2021-12-31", "2021年")),
        ("加强宣传。", "筹备2024年稻香文化节。", ("2024-01-01", "2024-12-31", "2024年")),
        ("成功申办2025年“稻香文化节”。", "加强宣传。", ("2025-01-01", "2025-12-31", "2025年")),
        ("5月修渠9公里。举办“稻香文化节”。", "加强宣传。", ("2022-01-01", "2022-12-31", "")),
        ("三年来，举办“稻香文化节”6场。", "加强宣传。", ("2020-01-01", "2022-12-31", "三年来")),
        (
            "三年来，全镇群众满意度达到“稻香文化节”之最。",
            "加强宣传。",
            ("2020-01-01", "2022-12-31", "三年来"),
        ),
    ],
)
def test_the_period_of_an_event(done: str, planned: str, wanted: tuple[str, str, str]) -> None:
    """Its own words, those of the sentence, else the part of the report; a 达到 makes no level of it."""
    assert dated(SUMMARY.format(done=done, planned=planned), "稻香文化节") == wanted


def test_a_report_of_no_year_dates_nothing() -> None:
    assert dated("举办“稻香文化节”。", "稻香文化节") is None


def test_the_figure_that_counts_an_event_is_of_the_same_period() -> None:
    doc = rt.analyse(SUMMARY.format(done="去年修渠9公里，举办“稻香”系列讲座6场。", planned="加强宣传。"))
    (event,) = doc.events
    assert event.fact is not None
    assert event.period == doc.facts[event.fact].period


@pytest.mark.parametrize(
    ("name", "normalised"),
    [
        ("“稻香文化节”", "稻香文化节"),
        ("第三届稻香文化节", "稻香文化节"),
        ("首届“稻香文化节”活动", "稻香文化节"),
        ("2023年度“稻香”文化节", "稻香文化节"),
        ("2023·稻香文化节", "稻香文化节"),
        ("“全国文明村”荣誉称号", "全国文明村"),
        ("第五次全国经济普查工作", "全国经济普查"),
        ("平安创建活动", "平安创建"),
        ("“三学”活动", "三学"),
        ("三大活动", "三大活动"),
        ("市场拓展三大活动", "市场拓展三大活动"),
        ("“１２·４”宣传周", "12·4宣传周"),
        ("五年行动计划", "五年行动计划"),
        ("“福见**”文化节", None),
        ("“数据要素×”行动", "数据要素×行动"),
    ],
)
def test_the_name_to_compare_by(name: str, normalised: str | None) -> None:
    assert Naming(load()["events"]).normalised(name) == normalised


def repeats(text: str) -> list[int | None]:
    return [event.repeat_of for event in FIND(document(text)).events]


@pytest.mark.parametrize("told", list(permutations(("", "第二届", "第三届"))))
def test_two_editions_are_two_events_wherever_the_name_stands_without_one(told: tuple[str, ...]) -> None:
    found = repeats("".join(f"举办{edition}“稻香文化节”。" for edition in told))
    assert len({at if again is None else again for at, again in enumerate(found)}) == 2
    assert found[told.index("第三届")] != told.index("第二届")
    assert found[told.index("第二届")] != told.index("第三届")
    again = repeats("".join(f"举办{edition}“稻香文化节”。" for edition in told * 2))
    assert again[:3] == found, "what comes later changes nothing"
    assert None not in again[3:], "each is told already"


def test_a_name_said_again_repeats_the_first() -> None:
    assert repeats("举办“稻香文化节”。第二届稻香文化节开幕。举办“稻香文化节”活动。") == [None, 0, 0]
    assert repeats("举办第二届稻香文化节。举办第三届稻香文化节。稻香文化节成功举办。") == [None, None, 0]
    assert repeats("举办首届“稻香文化节”。举办第一届稻香文化节。") == [None, 0]
    assert repeats("举办“稻香文化节”。明年将举办“稻香文化节”。") == [None, None]
    assert repeats("举办“**文化节”。举办“**文化节”。") == [None, None]
    assert repeats("举办“稻香文化节”。举办“荷香文化节”。") == [None, None]
