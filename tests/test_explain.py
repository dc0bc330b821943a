"""Explanations: they tell what the stages decided, and the document put together again from its rows is the run's own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import reporttext as rt
import stores
from reporttext import lexicon
from reporttext.errors import UsageError
from reporttext.explain import Explanation
from reporttext.explain.because import HOW
from reporttext.extract import considered
from reporttext.facts import RULES
from reporttext.resolve.score import chance, features, scorer, weighed
from reporttext.rule import FORMS

REPORT = """松岗镇2022年工作总结

一、主要工作

（一）宣传教育。坚持“三个集中”，落实第十届三次全会精神，抓好三个方面工作。全年召开专题会议6次，惠及群众**余人次。新建书屋3个，面积达450㎡，其中农家书屋2个。每户奖励500元。

（二）产业发展。村集体收入320万元，同比增长8.5%。新增合作社5家、家庭农场3家。宣传员、网评员分别达到12名、6名。办理答复20多万群众来信，开展整治3次。

二、存在问题

仍有4个村没有书屋。

三、下一步打算

力争培训骨干80名。
"""


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explain")
    (folder / "in").mkdir()
    (folder / "in" / "a.txt").write_text(REPORT, "utf-8")
    rt.run([folder / "in"], folder / "out", formats=(), workers=1)
    return folder / "out"


@pytest.fixture(scope="module")
def reports(out: Path) -> Iterator[rt.Reports]:
    with rt.open(out) as opened:
        yield opened


def explained(reports: rt.Reports, quote: str) -> Explanation:
    fact_id = reports.sql("select fact_id from facts where quote = ? order by start", [quote])["fact_id"][0]
    return reports.explain(fact_id)


@pytest.mark.parametrize(
    ("quote", "field", "value", "why"),
    [
        ("6次", "value", "6 次, count", "a numeral with its unit"),
        ("6次", "indicator", "召开专题会议", "the words before it"),
        ("6次", "activity_type", "会议", "in data/activities.toml"),
        ("6次", "change", None, "no word of change"),
        ("6次", "status", "achieved", "by section (achievements)"),
        ("6次", "period", "2022-01-01 to 2022-12-31", "“全年”"),
        ("**余人次", "value", "blanked out (2 characters) 人次, count", "a numeral"),
        ("**余人次", "qualifier", "over", "“余” is written at it"),
        ("450㎡", "canonical", "450 平方米", "data/units.toml"),
        ("2个", "part_of", None, "3个"),
        ("500元", "scope", "each", "“每户"),
        ("8.5%", "change", "up, 同比", "“同比增长”"),
        ("8.5%", "indicator", "村集体收入", "the figure before"),
        ("3家", "change", "up", "said of the figure before"),
        ("12名", "indicator", "宣传员", "分别"),
        ("20多万", "value", "200,000 人, count", "straight before people"),
        ("4个", "status", "problem", "by section (problems)"),
        ("80名", "status", "target", "“力争”"),
        ("80名", "period", "2023-01-01 to 2023-12-31", "the period of its part"),
    ],
)
def test_a_field_has_its_reason(
    reports: rt.Reports, quote: str, field: str, value: str | None, why: str
) -> None:
    part = next(part for part in explained(reports, quote).fields if part.name == field)
    if field != "part_of":
        assert part.value == value
    assert why in part.why


def test_an_explanation_shows_the_place(reports: rt.Reports) -> None:
    found = explained(reports, "6次")
    assert found.sentence[found.marked.start : found.marked.end] == "6次"
    assert found.report["source"].endswith("a.txt")
    assert (found.report["title"], found.report["year"]) == ("松岗镇2022年工作总结", 2022)
    assert found.heading_path == ("主要工作", "宣传教育")
    assert (found.section.value, found.section.why[:20]) == ("achievements", "as the headings say,")
    lines = str(found)
    assert "召开专题会议【6次】，惠及" in lines
    assert found.fact_id in lines
    assert "data/scores.toml" in lines


def test_the_names_it_could_have_had(reports: rt.Reports) -> None:
    names = {part.name: (part.value, "taken" in part.why) for part in explained(reports, "8.5%").names}
    assert names == {"previous": ("村集体收入", True)}
    names = {part.name: (part.value, "taken" in part.why) for part in explained(reports, "**余人次").names}
    assert names["before"][0] == "惠及群众"
    assert names["previous"] == ("召开专题会议", False)


def test_what_is_not_refused_is_a_fact() -> None:
    doc = rt.analyse(REPORT)
    judged = considered(doc, lexicon.load())
    assert [fact.span for fact in doc.facts] == [finding.span for finding, reason in judged if reason is None]
    reasons = [(finding.span.of(doc.text), reason) for finding, reason in judged if reason]
    assert reasons == [("三个", "name"), ("三次", "noncount"), ("三个", "kind")]


@pytest.mark.parametrize(
    ("text", "quote", "other", "reason", "why"),
    [
        ("全镇坚持“三个集中”，召开会议6次。", "6次", "三个", "name", "quoted name"),
        ("贯彻十二届九次全会精神，召开会议6次。", "6次", "九次", "noncount", "noncounts.toml"),
        ("抓好八个方面工作，召开会议6次。", "6次", "八个", "kind", "announced lists"),
        ("实施3万户农牧民改厕，召开会议6次。", "6次", "3万", "overlap", "it overlaps 3万户"),
        ("保持两位数增长，召开会议6次。", "6次", "两位", "word", "longer word"),
    ],
)
def test_each_refusal_is_told(
    tmp_path: Path, text: str, quote: str, other: str, reason: str, why: str
) -> None:
    (tmp_path / "a.txt").write_text(f"松岗镇2022年工作总结\n一、主要工作\n{text}\n", "utf-8")
    rt.run([tmp_path / "a.txt"], tmp_path / "out", formats=(), workers=1)
    with rt.open(tmp_path / "out") as reports:
        found = explained(reports, quote)
    refused = next(r for r in found.refused if r.quote == other)
    assert refused.reason == reason
    assert why in refused.why
    assert f"{other}  ({refused.why})" in str(found)


def test_the_score_is_what_its_parts_add_up_to(reports: rt.Reports) -> None:
    for fact_id in reports.facts.fact_id:
        found = reports.explain(fact_id)
        assert chance(found.score_parts) == found.score
        assert found.differences == ()
    known = lexicon.load()
    assert chance(weighed(known)(features("before", "召开会议", "count"))) == scorer(known)(
        "before", "召开会议", "count"
    )


@pytest.fixture(scope="module")
def sampled(tmp_path_factory: pytest.TempPathFactory, sample: Path) -> Path:
    out = tmp_path_factory.mktemp("sampled") / "out"
    rt.run([sample], out, formats=(), workers=1)
    return out


def test_every_fact_of_the_sample_is_found_again_and_explained(sampled: Path) -> None:
    """Tables, masks, full width and docx included: what is explained is what the run decided, in every field."""
    with rt.open(sampled) as reports:
        ids = reports.sql("select fact_id from facts order by hash(fact_id)")["fact_id"]
        tables = reports.sql("select fact_id from facts where rule = 'table.cell'")["fact_id"]
        for fact_id in [*ids[:150], *tables[:10]]:
            found = reports.explain(fact_id)
            assert found.differences == ()
            assert all(part.why for part in found.fields)
            assert "None" not in str(found)
            assert not found.score_parts or chance(found.score_parts) == found.score
            json.dumps(found.as_dict(), default=str)


def test_a_document_comes_back_from_its_rows(sampled: Path, sample: Path) -> None:
    with rt.open(sampled) as reports:
        for row in reports.documents.itertuples():
            back = reports.document(row.doc_id)
            read = rt.analyse(replace(rt.read(sample.parent / row.source), source=row.source))
            assert back.text == read.text
            assert back.blocks == read.blocks
            assert back.sentences == read.sentences
            assert back.metadata == replace(read.metadata, spans=())


def test_the_runs_own_rules_explain(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "松岗镇2022年工作总结\n一、主要工作\n流转土地35坰，掐尖果苗8棵。\n", "utf-8"
    )
    (tmp_path / "my.toml").write_text(
        '[units.count]\nunits = ["坰"]\n[activities."建设"]\nverbs = ["掐尖"]\n[words.own]\nwords = ["掐尖"]\n',
        "utf-8",
    )
    rt.run([tmp_path / "a.txt"], tmp_path / "out", formats=(), workers=1, rules=tmp_path / "my.toml")
    with rt.open(tmp_path / "out") as reports:
        assert explained(reports, "35坰").differences == ()
        kinds = [part for part in explained(reports, "8棵").fields if part.name == "activity_type"]
        assert [(part.value, part.why) for part in kinds] == [("建设", "“掐尖” in data/activities.toml")]


@pytest.mark.parametrize("fact_id", ["nonsense", "", "0f3a5c7e9b1d2468:1-2", "' or 1=1 --"])
def test_an_unknown_id_is_told_how_ids_look(reports: rt.Reports, fact_id: str) -> None:
    with pytest.raises(UsageError, match=r"like 0f3a5c7e9b1d2468:120-124, and stands in the column fact_id"):
        reports.explain(fact_id)


def test_tables_of_another_program_are_no_crash(tmp_path: Path) -> None:
    """A store made by hand: one figure the program reads otherwise, one it does not take for a figure."""
    doc = stores.document()
    odd = doc.facts[0]._replace(span=stores.span("安全手册"))
    stores.store(tmp_path / "out", [replace(doc, facts=(*doc.facts, odd))])
    with rt.open(tmp_path / "out") as reports:
        ids = dict(zip(reports.facts.quote, reports.facts.fact_id, strict=True))
        found = reports.explain(ids["3.5公里"])
        assert "status" in {part.name for part in found.differences}
        assert "fields that it finds otherwise today" in str(found)
        with pytest.raises(UsageError, match="no longer finds it: run it on the archive again"):
            reports.explain(ids["安全手册"])


def test_no_document_of_that_id(reports: rt.Reports) -> None:
    with pytest.raises(UsageError, match="there is no document nonsense"):
        reports.document("nonsense")


def test_everything_that_can_be_told_has_words() -> None:
    weights = lexicon.load()["scores"]["weights"]
    assert {name.removeprefix("how ") for name in weights if name.startswith("how ")} <= set(HOW)
    for kind, rule in RULES.items():
        assert bool(rule.refuses) == (rule.accept is not None)
        for text, _ in rule.examples:
            for finding, _accepted in considered(rt.analyse(text), lexicon.load()):
                form = finding.rule.partition(".")[2]
                assert form in RULES[finding.kind].forms or form in FORMS, (kind, finding.rule)


# --- Verbs that no kind claims


def test_unknown_verbs(tmp_path: Path) -> None:
    """加装 and 扶持 are verbs without a kind, 新建 has one, 扶持率 is measured; what stands after a figure is counted apart."""
    (tmp_path / "a.txt").write_text(
        "松岗镇2022年工作总结\n一、主要工作\n加装路灯12盏。加装护栏3处。新建书屋3个。扶持大户5户。扶持率达90%。\n",
        "utf-8",
    )
    rt.run([tmp_path / "a.txt"], tmp_path / "out", formats=(), workers=1)
    with rt.open(tmp_path / "out") as reports:
        verbs = reports.unknown_verbs()
    frame = pd.DataFrame(verbs).set_index("verb")
    assert list(frame.index[:2]) == ["加装", "扶持"]
    assert (frame.loc["加装", "count"], frame.loc["加装", "before"], frame.loc["加装", "after"]) == (2, 2, 0)
    assert frame.loc["加装", "quote"] in frame.loc["加装", "sentence"]
    assert "新建" not in frame.index


def test_a_verb_that_the_users_rules_know_is_listed_no_more(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("松岗镇2022年工作总结\n一、主要工作\n加装路灯12盏。\n", "utf-8")
    (tmp_path / "my.toml").write_text('[activities."建设"]\nverbs = ["加装"]\n', "utf-8")
    for rules, found in ((None, ["加装"]), (tmp_path / "my.toml", [])):
        rt.run([tmp_path / "a.txt"], tmp_path / "out", formats=(), workers=1, rules=rules)
        with rt.open(tmp_path / "out") as reports:
            assert [verb.verb for verb in reports.unknown_verbs()] == found
