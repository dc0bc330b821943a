"""The user's rules reach the word lists: an entry of an overlay changes what is found, and a faulty list is named."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporttext import events, lexicon, mentions
from reporttext.errors import RuleError
from reporttext.extract import figure_finder
from reporttext.fold import fold
from reporttext.lexicon import load
from reporttext.model import Block, Document, Fact, Metadata, Section, Sentence, Span
from reporttext.pipeline import stages
from reporttext.resolve import resolver
from reporttext.resolve.gate import Gate
from reporttext.resolve.status.cues import cues
from reporttext.resolve.words.vocabulary import vocabulary
from reporttext.sections.heads import Heads
from reporttext.sections.tense import Tense
from reporttext.segment import segmenter
from reporttext.settings import Settings
from reporttext.structure import split_sentences


def facts_of(text: str, rules: str | None = None, section: Section = "achievements") -> list[Fact]:
    known = load(rules)
    block = Block(Span(0, len(text)), "body", section=section)
    doc = Document(text, folded=fold(text), blocks=(block,), metadata=Metadata(year=2022))
    for stage in (split_sentences, segmenter(known), figure_finder(known), resolver(known)):
        doc = stage(doc)
    return list(doc.facts)


@pytest.mark.parametrize(
    ("text", "rules", "field", "before", "after"),
    [
        ("超额完成80次定额", '[status]\ngoals = ["定额"]', "status", "achieved", "target"),
        ("全镇20户以上岩寨通了公路", '[status]\nhamlets = ["岩寨"]', "status", "achieved", "reference"),
        ("建成百万亩花海", '[status]\nschemes = ["花海"]', "status", "achieved", "reference"),
        ("蝗虫造成农作物减产1100亩", '[status]\ndisasters = ["蝗"]', "status", "achieved", "reference"),
        (
            "暴雨招致农作物减产1100亩",
            '[indicators]\ncaused = ["招致"]',
            "status",
            "achieved",
            "reference",
        ),
        (
            "虫害招致农作物减产1100亩",
            '[indicators]\ncaused = ["招致"]',
            "indicator",
            "虫害招致农作物减产",
            "农作物减产",
        ),
        (
            "镇东20万吨粮仓投产",
            '[indicators]\nsized = ["粮仓"]',
            "indicator",
            "镇东粮仓投产",
            "粮仓投产",
        ),
        ("在全县龙舟争霸中获第3名", '[indicators]\ncontests = ["争霸"]', "indicator", None, "龙舟争霸"),
        ("增招就业岗位300个", '[changes]\nopens_up = ["增招"]', "change", None, "up"),
        ("以8%的步伐递增", '[changes]\nspeeds = ["步伐"]', "change", None, "up"),
        ("购置3吨多肉植物", '[qualifiers.other_words]\nafter = ["多肉"]', "qualifier_text", "多", None),
    ],
)
def test_an_added_word_changes_what_a_figure_means(
    text: str, rules: str, field: str, before: Any, after: Any
) -> None:
    (plain,), (mine,) = facts_of(text), facts_of(text, rules)
    assert (getattr(plain, field), getattr(mine, field)) == (before, after)


@pytest.mark.parametrize(
    ("text", "rules", "before", "after"),
    [
        ("万元税收能耗下降", '[units.money]\noutputs = ["税收"]', ["万元"], []),
        ("提早一年建成", '[units.measure]\nsooner = ["提早"]', [], ["一年"]),
        ("三成本地人", '[units.ratio]\nother_words = ["!本"]', [], ["三成"]),
        ("拍摄二期节目", '[units.count]\nissued = ["拍摄"]', [], ["二期"]),
        ("获评第一名店", '[ranks]\nnamed = ["店"]', ["第一名"], []),
        ("居全县第一梯队", '[ranks]\nbehind = ["梯队"]', [], ["全县第一"]),
        ("办理2元件采购", '[noncounts]\nunit_words = ["元件"]', ["2元"], []),
        ("放映“2场”", '[noncounts]\nnever_named = ["场"]', [], ["2场"]),
    ],
)
def test_an_added_word_changes_what_is_a_figure(
    text: str, rules: str, before: list[str], after: list[str]
) -> None:
    assert [[f.span.of(text) for f in facts_of(text, r)] for r in (None, rules)] == [before, after]


def test_an_added_word_for_two_things_names_both() -> None:
    text = "进出口额分别达到3亿元、5亿元"
    rules = '[indicators.two_in_one]\n"进出口" = ["进口", "出口"]'
    assert [fact.indicator for fact in facts_of(text, rules)] == ["进口额", "出口额"]
    with pytest.raises(RuleError, match="two words for “进出口”, and has 1"):
        vocabulary(load('[indicators.two_in_one]\n"进出口" = ["进口"]'))


def test_an_added_stock_is_of_the_last_year_of_a_span() -> None:
    text = "“十三五”期间，停车泊位1200个。"
    periods = [facts_of(text, r)[0].period for r in (None, '[periods.levels]\nstocks = ["泊位"]')]
    assert [p and p.start for p in periods] == [date(2016, 1, 1), date(2020, 1, 1)]


def test_an_annex_that_the_user_names_is_of_plans() -> None:
    text = "附件：2023年心愿\n修建水渠3公里。"
    head = text.index("\n")
    blocks = (
        Block(Span(0, head), "heading", section="back"),
        Block(Span(head + 1, len(text)), "body", section="back"),
    )
    found = []
    for rules in (None, '[status]\nannex_plans = ["心愿"]'):
        known = load(rules)
        doc = Document(text, folded=fold(text), blocks=blocks, metadata=Metadata(year=2022))
        for stage in (split_sentences, segmenter(known), figure_finder(known), resolver(known)):
            doc = stage(doc)
        found.append([fact.status for fact in doc.facts if fact.quantity.unit == "公里"])
    assert found == [["achieved"], ["target"]]


def document(text: str) -> Document:
    sentence = Sentence(Span(0, len(text)), 0)
    return Document(text, fold(text), blocks=(Block(Span(0, len(text)), "body"),), sentences=(sentence,))


@pytest.mark.parametrize(
    ("text", "rules", "before", "after"),
    [
        (
            "推进首要农村饮水首要工程。",
            '[events.plain]\nclasses = ["首要"]',
            ["首要农村饮水首要工程"],
            [],
        ),
        (
            "开展爱国卫生运动专场。",
            '[events.names]\nends = ["专场"]',
            ["爱国卫生运动"],
            ["爱国卫生运动专场"],
        ),
    ],
)
def test_an_added_word_changes_what_is_an_event(
    text: str, rules: str, before: list[str], after: list[str]
) -> None:
    docs = [events.finder(load(r))(document(text)) for r in (None, rules)]
    assert [[doc.quote(event.span) for event in doc.events] for doc in docs] == [before, after]


@pytest.mark.parametrize(
    ("text", "rules", "before", "after"),
    [
        ("树立“山河相守”的全新理念。", '[mentions.policy]\nleads = ["的全新"]', [], ["“山河相守”"]),
        ("全镇区间车开通。", '[mentions.places]\nself_followers = ["区间"]', ["全镇"], []),
        ("县政府客厅开放。", '[mentions.organisations]\nagency_followers = ["客"]', ["县政府"], []),
    ],
)
def test_an_added_word_changes_what_is_a_mention(
    text: str, rules: str, before: list[str], after: list[str]
) -> None:
    docs = [mentions.finder(load(r))(document(text)) for r in (None, rules)]
    assert [[doc.quote(mention.span) for mention in doc.mentions] for doc in docs] == [before, after]


def test_an_added_word_changes_what_a_heading_and_a_paragraph_tell() -> None:
    heads = [Heads(load(r)["sections"]) for r in (None, '[sections.yearly]\nwords = ["民生"]')]
    assert [head.label("2021年民生", 2022).section for head in heads] == [None, "achievements"]
    tenses = [Tense(load(r)["sections"]["tense"]) for r in (None, '[sections.tense]\nrises = ["跃升"]')]
    assert [tense.told("产值跃升8.6%。").done for tense in tenses] == [0, 1]


@pytest.mark.parametrize("name", sorted(lexicon.shipped()["status"]))
def test_a_faulty_list_of_status_is_named(name: str) -> None:
    with pytest.raises(RuleError, match=re.escape(f"[status.{name}]")):
        cues(load(f'[status]\n{name} = [""]'))


@pytest.mark.parametrize("name", sorted(lexicon.shipped()["indicators"]))
def test_a_faulty_list_of_indicators_is_named(name: str) -> None:
    with pytest.raises(RuleError, match=re.escape(f"[indicators.{name}]")):
        vocabulary(load(f'[indicators]\n{name} = [""]'))


def test_a_list_that_the_user_empties_matches_nothing() -> None:
    """Not everything, as an empty pattern would."""
    words = [f"!{word}" for word in lexicon.shipped()["status"]["left"]]
    (fact,) = facts_of("原计划修建水渠3公里", f"[status]\nleft = {words}")
    assert (fact.status, fact.status_cue) == ("target", "原计划")


@given(
    st.lists(st.text("任务目标定", min_size=1, max_size=3), max_size=6), st.text("任务目标定的", max_size=8)
)
def test_a_gate_opens_where_one_of_its_words_stands(words: list[str], text: str) -> None:
    assert Gate(words).opens(text) == any(word in text for word in words)


def emptied(table: str, name: str, entries: Sequence[str]) -> str:
    taken = ", ".join(f"'!{entry}'" for entry in entries)
    return f"[{table}]\n{name} = [{taken}]"


def test_words_that_are_no_figures_stay_so_without_patterns() -> None:
    rules = emptied("noncounts", "patterns", lexicon.shipped()["noncounts"]["patterns"])
    assert facts_of("落实两个维护，开展会议3次", rules)[0].quantity.low == 3


def test_changes_are_found_without_signs_of_a_difference() -> None:
    signs = [word for word in lexicon.shipped()["changes"]["difference"] if len(word) == 1]
    assert facts_of("产值增长8%", emptied("changes", "difference", signs))[0].change == "up"


@pytest.mark.parametrize("entry", ['["千米"]', '["千米", "许多"]', "[]"])
def test_a_faulty_unit_is_named_before_anything_is_read(entry: str) -> None:
    with pytest.raises(RuleError, match=r"\[units.canonical\]"):
        stages(Settings(rules=f'[units.canonical]\n"新里" = {entry}'))
