"""Comparison: each statistic on a handful of reports, against values worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from scipy.stats import chi2

from reporttext.api import Reports, run
from reporttext.errors import UsageError
from reporttext.model import Fact, Mention, Period, Quantity, Span
from reporttext.stats.alignment import aligned, likeness
from reporttext.stats.keyness import scored
from small_archives import fact, opened, report

# In words: 甲 2019 发展 4 改革 1, 甲 2020 发展 1 改革 2 创新 1, 乙 2019 创新 3, 乙 2020 民生 2 发展 1
FIVE = [
    report("甲省", 2019, {"achievements": "发展，发展，改革。", "plans": "发展。发展。"}),
    report("甲省", 2020, {"achievements": "发展，改革，改革。", "plans": "创新。"}),
    report("乙省", 2019, {"achievements": "创新。创新，创新。"}),
    report("乙省", 2020, {"plans": "民生，民生，发展。"}),
]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reports]:
    with opened(tmp_path_factory.mktemp("stats") / "out", FIVE) as made:
        yield made


# keyness


def test_keyness_by_hand() -> None:
    """10 of 1,000 against 5 of 1,000: E = 7.5 both, G2 = 2 (10 ln(10/7.5) + 5 ln(5/7.5)) = 1.699; log ratio 1."""
    rows = pd.DataFrame(
        {"count": [10, 0, 6], "count_against": [5, 8, 3], "words": 1000, "words_against": [1000, 1000, 500]}
    )
    found = scored(rows)
    assert found["log_likelihood"][0] == pytest.approx(1.6990, abs=5e-5)
    assert found["log_ratio"].tolist() == pytest.approx([1, -4, 0]), "0.5 stands for a count of 0"
    assert found["log_likelihood"][1] == pytest.approx(2 * 8 * math.log(8 / 4))
    assert found["log_likelihood"][2] == 0
    assert found["p"].tolist() == pytest.approx(chi2.sf(found["log_likelihood"], 1).tolist())
    assert found["p_adjusted"][1] == pytest.approx(3 * found["p"][1])


def test_keyness_of_one_place_against_the_rest(reports: Reports) -> None:
    """甲省 has 9 words, 乙省 6: 发展 5 to 1, 改革 3 to 0, 创新 1 to 3, 民生 0 to 2."""
    frame = reports.keyness(group="place=甲省", least=1)
    rows = frame[
        ["term", "count", "count_against", "words", "words_against", "reports_with", "reports_with_against"]
    ].values.tolist()
    assert rows == [
        ["改革", 3, 0, 9, 6, 2, 0], ["发展", 5, 1, 9, 6, 2, 1], ["民生", 0, 2, 9, 6, 0, 1], ["创新", 1, 3, 9, 6, 1, 1],
    ]  # fmt: skip
    expected = 5 * math.log(5 / (9 * 6 / 15)) + 1 * math.log(1 / (6 * 6 / 15))
    assert frame["log_likelihood"][1] == pytest.approx(2 * expected)
    assert reports.trace(frame["row_id"][1]).total == 4, "the group's sentences with 发展"
    assert reports.trace(frame["row_id"][2]).sentences["place"].tolist() == ["乙省"], (
        "a word the group lacks is shown where it is"
    )


def test_a_word_that_a_small_group_lacks_is_traced_to_the_large_one(tmp_path: Path) -> None:
    """水利 0 of 2 and 1 of 9 words: with 0.5 for 0 the log ratio is above 0, yet it stands in the other group alone."""
    made = [
        report("甲省", 2019, {"plans": "发展，改革。"}),
        report("乙省", 2019, {"plans": "水利。" + "发展，改革。" * 4}),
    ]
    with opened(tmp_path / "out", made) as one:
        frame = one.keyness(group="place=甲省", least=1).set_index("term")
        row = frame.loc["水利"]
        assert (row["count"], row["count_against"], row["log_ratio"]) == (
            0,
            1,
            pytest.approx(math.log2(0.25 * 9)),
        )
        assert frame.index[-1] == "水利", "what the group has more of comes first"
        assert one.trace(row["row_id"]).sentences["text"].tolist() == ["水利。"]


def test_keyness_of_sections_and_of_two_groups(reports: Reports) -> None:
    plans = reports.keyness(group="section=plans", against="section=achievements", least=1)
    assert plans[plans["term"] == "发展"][["count", "count_against"]].values.tolist() == [[3, 3]]
    years = reports.keyness(group="year=2019;place=甲省", against="year=2020", least=1)
    assert years[years["term"] == "发展"][["count", "count_against"]].values.tolist() == [[4, 2]]


@pytest.mark.parametrize(
    ("group", "against", "told"),
    [("place=甲省", "year=2020", "overlap"), ("place=丙省", None, "^group: no report"), ("甲省", None, "NAME=VALUE"), ("year=2019-", None, "^against: no report is in the rest")],
)  # fmt: skip
def test_groups_that_cannot_be_compared(reports: Reports, group: str, against: str | None, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        reports.keyness(group=group, against=against, least=1)


# dispersion


def test_dispersion_by_hand(reports: Reports) -> None:
    """Parts of 5, 4, 3, 3 words of 15; 发展 stands 4, 1, 0, 1 times of 6."""
    frame = reports.dispersion(least=1).set_index("term")
    dp = (abs(4 / 6 - 5 / 15) + abs(1 / 6 - 4 / 15) + 3 / 15 + abs(1 / 6 - 3 / 15)) / 2
    assert frame.loc["发展", "dp"] == pytest.approx(dp)
    assert frame.loc["发展", "dp_norm"] == pytest.approx(dp / (1 - 3 / 15))
    assert frame.loc["发展", ["count", "range", "parts"]].tolist() == [6, 3, 4]
    assert frame.loc["民生", "dp_norm"] == pytest.approx(1), "all in a smallest part"
    years = reports.dispersion(over="year", least=1).set_index("term")
    assert years.loc["改革", "dp"] == pytest.approx((abs(1 / 3 - 8 / 15) + abs(2 / 3 - 7 / 15)) / 2)
    with pytest.raises(UsageError, match="two parts"):
        reports.dispersion(place="甲省", year=2019, least=1)


# collocations, edges, kwic


def test_collocations_by_hand(tmp_path: Path) -> None:
    """改革 twice; 创新 stands near it twice and nowhere else, 发展 once of two; numbers and stops take no place.

    Four of the eight words are near: by chance one of two 发展, which is no more than there is.
    """
    texts = {"plans": "创新、2020、改革，发展。民生，经济，改革，创新。发展。"}
    with opened(tmp_path / "out", [report("甲省", 2020, texts)]) as one:
        frame = one.collocations("改革", window=1, least=1).set_index("collocate")
        columns = [
            "together", "left", "right", "term_with", "term_count", "count", "window_words", "words", "expected",
        ]  # fmt: skip
        assert frame.loc["创新", columns].tolist() == [2, 1, 1, 2, 2, 2, 4, 8, 1.0]
        assert frame.loc["经济", columns].tolist() == [1, 1, 0, 1, 2, 1, 4, 8, 0.5]
        assert list(frame.index) == ["创新", "经济"], "民生 is two words away, 发展 as often as by chance"
        assert frame.loc["创新", "log_dice"] == 14
        assert frame.loc["经济", "log_dice"] == pytest.approx(14 + math.log2(2 * 1 / (2 + 1)))
        assert frame.loc["经济", "pmi"] == pytest.approx(math.log2(1 / 0.5))
        assert one.trace(frame.loc["经济", "row_id"]).total == 1
        phrase = one.collocations("改革，发", window=1, least=1)
        assert phrase["collocate"].tolist() == ["创新"], (
            "a string that cuts a word: what overlaps it is the term"
        )
        with pytest.raises(UsageError, match="does not stand"):
            one.collocations("水利")


def test_a_word_near_several_of_the_term_counts_once_and_the_term_is_no_collocate(tmp_path: Path) -> None:
    """改革 twice round 创新 and once with two of it: three 创新 near three 改革 by 3 pairs, not 4; 改革 is not near itself."""
    texts = {"plans": "改革，创新，改革。改革，创新，创新。民生。经济。发展。水利。"}
    with opened(tmp_path / "out", [report("甲省", 2020, texts)]) as one:
        frame = one.collocations("改革", window=2, least=1)
        row = frame.iloc[0]
        assert frame["collocate"].tolist() == ["创新"]
        assert row[["together", "left", "right", "term_with", "term_count", "count"]].tolist() == [
            3, 1, 3, 3, 3, 3,
        ]  # fmt: skip
        assert (row["window_words"], row["words"], row["log_dice"]) == (3, 10, 14.0)
        assert row["expected"] == pytest.approx(3 * 3 / 10)
        assert one.trace(row["row_id"]).times == 3


def test_log_dice_is_at_most_14(tmp_path: Path) -> None:
    """One 改革 with three 创新: one pair of 1 and 3."""
    texts = {"plans": "创新，改革，创新，创新。民生。经济。发展。水利。"}
    with opened(tmp_path / "out", [report("甲省", 2020, texts)]) as one:
        row = one.collocations("改革", window=3, least=1).iloc[0]
    assert (row["together"], row["term_with"]) == (3, 1)
    assert row["log_dice"] == pytest.approx(14 + math.log2(2 * 1 / (1 + 3)))


def test_edges_by_hand(reports: Reports) -> None:
    """Nine sentences: 发展 in 5, 改革 in 2, both in 2; 创新 in 3; 民生 in 1, with 发展."""
    frame = reports.edges(["发展", "改革", "创新", "民生"], least=1)
    columns = ["term_a", "term_b", "together", "count_a", "count_b", "sentences"]
    assert sorted(frame[columns].values.tolist()) == [
        ["发展", "改革", 2, 5, 2, 8],
        ["发展", "民生", 1, 5, 1, 8],
    ]
    first = frame[frame["term_b"] == "改革"].iloc[0]
    assert first["jaccard"] == pytest.approx(2 / 5)
    assert first["log_dice"] == pytest.approx(14 + math.log2(4 / 7))
    assert first["npmi"] == pytest.approx(math.log(2 * 8 / (5 * 2)) / -math.log(2 / 8))
    assert reports.trace(first["row_id"]).total == 2


def test_kwic(reports: Reports) -> None:
    frame = reports.kwic("发展", width=3, year="2019-", section="achievements")
    assert frame[["year", "left", "hit", "right"]].values.tolist() == [
        [2019, "", "发展", "，发展"], [2019, "发展，"[-3:], "发展", "，改革"], [2020, "", "发展", "，改革"],
    ]  # fmt: skip
    text = reports.documents.set_index("doc_id")["text"]
    assert all(text[row.doc_id][row.start : row.end] == "发展" for row in frame.itertuples())
    assert reports.trace(frame["row_id"][2]).sentences["text"].tolist() == ["发展，改革，改革。"]
    assert len(reports.kwic(["发展", "展，改"])) == 6 + 2


# gaps


def test_what_peers_report_and_one_does_not(tmp_path: Path) -> None:
    mine = report("甲省", 2020, {"plans": "发展。"})
    peers = [report(place, 2020, {"plans": f"{place}发展，创新，改革。"}) for place in ("乙省", "丙省")]
    third = report("丁省", 2020, {"plans": "创新。《条例》。"})
    start = third.text.index("《")
    third = replace(
        third, mentions=(Mention(Span(start, start + 4), 1, 0, "document", "title", "law", "条例"),)
    )
    other_year = report("戊省", 2010, {"plans": "民生。"})
    with opened(tmp_path / "out", [mine, *peers, third, other_year]) as made:
        frame = made.gaps("甲省 2020", share=0.3)
        assert frame[["kind", "what", "peers_with", "peers"]].values.tolist()[:2] == [
            ["word", "创新", 3, 3], ["word", "改革", 2, 3],
        ]  # fmt: skip
        assert ["document", "条例", 1, 3] in frame[["kind", "what", "peers_with", "peers"]].values.tolist()
        assert "民生" not in set(frame["what"])
        assert made.trace(frame["row_id"][0]).total == 3
        assert made.gaps("甲省 2020", share=0.9)["what"].tolist() == ["创新"]
        with pytest.raises(UsageError, match="no report 己省 2020"):
            made.gaps("己省 2020")
        with pytest.raises(UsageError, match="no peers"):
            made.gaps("戊省 2010")


# compare


def test_sentences_are_aligned_by_likeness() -> None:
    a = ["全年修路3公里。", "没有别的。"]
    b = ["其他事项。", "全年修路12公里。"]
    alike = likeness(a, b)
    assert alike.shape == (2, 2)
    # digits count alike: 全年修路0公里。 and 全年修路00公里。 share all of the first's 8 characters and 7 pairs
    assert alike[0, 1] == pytest.approx((8 + 1 + 7) / math.sqrt(15 * (7 + 4 + 8)), abs=1e-9)
    assert [(i, j) for i, j, _ in aligned(a, b, 0.5)] == [(0, 1)]
    assert aligned([], b, 0.5) == []


def figure(doc_text: str, quote: str, value: str | None, sentence: int, year: int, **more: object) -> Fact:
    start = doc_text.index(quote)
    number = None if value is None else Decimal(value)
    quantity = Quantity(number, None, "公里", masked=value is None)
    period = Period(date(year, 1, 1), date(year, 12, 31), "")
    plain = Fact("measure", Span(start, start + len(quote)), sentence, 0, quantity, "measure.unit", indicator="修路", status="achieved", period=period)  # fmt: skip
    return plain._replace(**more)  # type: ignore[arg-type]


def test_two_reports_side_by_side(tmp_path: Path) -> None:
    a = report("甲省", 2019, {"achievements": "全年修路3公里。上年修路2公里。办学**所。没有别的。"})
    b = report("甲省", 2020, {"achievements": "上年修路3公里。全年修路12公里。办学8所。水利工程开工。"})
    a = replace(
        a,
        facts=(
            figure(a.text, "3公里", "3", 0, 2019),
            figure(a.text, "2公里", "2", 1, 2018),
            figure(a.text, "**所", None, 2, 2019, indicator="办学"),
        ),
    )
    b = replace(
        b,
        facts=(
            figure(b.text, "3公里", "3", 0, 2019),
            figure(b.text, "12公里", "12", 1, 2020),
            figure(b.text, "8所", "8", 2, 2020, indicator="办学"),
        ),
    )
    with opened(tmp_path / "out", [a, b]) as made:
        frame = made.compare("甲省 2019", "甲省2020.txt")
        figures = frame[frame["part"] == "figure"]
        assert figures[["outcome", "text_a", "text_b", "difference"]].astype(object).values.tolist()[:2] == [
            ["changed", "3公里", "12公里", 9.0],
            ["changed", "2公里", "3公里", 1.0],
        ], "this year's beside this year's, last year's beside last year's"
        assert figures["outcome"].tolist()[2] == "masked"
        assert pd.isna(figures["difference"].tolist()[2])
        assert figures["ratio"].tolist()[:2] == [4.0, 1.5]
        sentences = frame[frame["part"] == "sentence"]
        pairs = sentences[["outcome", "text_a", "text_b"]].astype(object)
        assert pairs.where(pairs.notna(), None).values.tolist() == [
            ["changed", "全年修路3公里。", "全年修路12公里。"], ["changed", "上年修路2公里。", "上年修路3公里。"],
            ["changed", "办学**所。", "办学8所。"], ["only_a", "没有别的。", None], ["only_b", None, "水利工程开工。"],
        ]  # fmt: skip
        assert frame[frame["part"] == "section"]["value_a"].tolist() == [len(a.text) - 1]
        behind = made.trace(figures["row_id"].iloc[0]).sentences
        assert behind["quote"].tolist() == ["3公里", "12公里"]
        behind = made.trace(sentences["row_id"].iloc[0]).sentences
        assert behind["text"].tolist() == ["全年修路3公里。", "全年修路12公里。"]
        assert set(made.compare("甲省 2019", "甲省 2020", part="figure")["part"]) == {"figure"}
        with pytest.raises(UsageError, match="the same report"):
            made.compare("甲省 2019", "甲省2019.txt")


# similarity


def test_similarity_by_hand(reports: Reports) -> None:
    """Four reports; df: 发展 3, 改革 2, 创新 2, 民生 1. 甲 2019 and 甲 2020 share 发展 and 改革 of 发展 改革 创新."""
    frame = reports.similarity(nearest=0, passages=0).set_index(["b", "a"])
    idf = {"发展": math.log(4 / 3), "改革": math.log(2), "创新": math.log(2)}
    a = {"发展": (1 + math.log(4)) * idf["发展"], "改革": idf["改革"]}
    b = {"发展": idf["发展"], "改革": (1 + math.log(2)) * idf["改革"], "创新": idf["创新"]}
    wanted = sum(a[w] * b[w] for w in a) / math.hypot(*a.values()) / math.hypot(*b.values())
    row = frame.loc[("甲省2020.txt", "甲省2019.txt")]
    assert row["cosine"] == pytest.approx(wanted)
    assert row["jaccard"] == pytest.approx(2 / 3)
    assert list(row["shared"]) == ["改革", "发展"]
    assert len(frame) == 6
    assert frame.loc[("甲省2019.txt", "乙省2019.txt"), "cosine"] == 0


def test_similarity_of_groups_and_of_one_report(reports: Reports) -> None:
    assert reports.similarity(of="place")[["a", "b"]].values.tolist() == [["乙省", "甲省"]]
    frame = reports.similarity(report="甲省 2020", nearest=1)
    assert len(frame) == 1
    assert "甲省2020.txt" in frame[["a", "b"]].values.tolist()[0]
    assert reports.trace(frame["row_id"][0]).total > 0
    with pytest.raises(UsageError, match="two or more"):
        reports.similarity(place="甲省", year=2019)


def test_passages_behind_a_pair(tmp_path: Path) -> None:
    same = "全年完成农村公路改造三百余公里。"
    made = [
        report("甲省", 2020, {"plans": f"今年大力发展特色产业和县域经济。{same}"}),
        report("乙省", 2020, {"plans": f"{same}明年继续推进老旧小区的改造工作。"}),
        report("丙省", 2020, {"plans": "民生。"}),
    ]
    with opened(tmp_path / "out", made) as out:
        row = out.similarity(nearest=1).iloc[0]
        assert (row["passage_a"], row["passage_b"], row["passage_likeness"]) == (same, same, 1)
        text = out.documents.set_index("source")["text"]
        assert text[row["a"]][row["start_a"] : row["end_a"]] == same
        assert out.trace(row["row_id"]).sentences["text"].tolist() == [same, same]
    assert fact(made[0], "三百余公里").sentence == 1


def test_shares_of_themes(tmp_path: Path) -> None:
    doc = report("甲省", 2020, {"plans": "修路。", "closing": "办学育人。"})
    doc = replace(
        doc,
        blocks=(doc.blocks[0]._replace(themes=("交通", "民生")), doc.blocks[1]._replace(themes=("民生",))),
    )
    with opened(tmp_path / "out", [doc]) as made:
        frame = made.shares(of="theme")
        assert frame[["value", "characters", "share"]].values.tolist() == [
            ["交通", 3, 0.375],
            ["民生", 8, 1.0],
        ]
        assert made.trace(frame["row_id"][0]).sentences["text"].tolist() == ["修路。"]


def test_a_report_by_place_and_year_is_the_one_that_is_no_copy(tmp_path: Path) -> None:
    plain = "松岗镇2022年工作总结\n一、工作回顾\n全年修路3公里，召开会议12次，慰问老人30名。\n二、下一步打算\n明年修路8公里。\n"
    texts = {
        "a.txt": plain,
        "a - 副本.txt": plain,
        "b.txt": "松岗镇2021年工作总结\n一、工作回顾\n修桥2座。\n",
    }
    folder = tmp_path / "archive"
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    run([folder], tmp_path / "out", formats=(), workers=0)
    with Reports(tmp_path / "out") as reports:
        copies = reports.sql(
            "select source, duplicate_of is not null as copy from documents where year = 2022"
        )
        (copy,), (kept,) = (copies[copies["copy"] == which]["source"].tolist() for which in (True, False))
        ids = dict(reports.sql("select source, doc_id from documents").to_numpy().tolist())
        assert set(reports.compare(a="松岗镇 2021", b="松岗镇 2022")["doc_b"]) == {ids[kept]}
        assert set(reports.compare(a="松岗镇 2021", b=copy)["doc_b"]) == {
            ids[copy]
        }  # asked for by its own name
    (folder / "c.txt").write_text("松岗镇2022年财政工作总结\n一、工作回顾\n收入3000万元。\n", "utf-8")
    run([folder], tmp_path / "out", formats=(), workers=0)
    with Reports(tmp_path / "out") as reports, pytest.raises(UsageError) as raised:
        reports.compare(a="松岗镇 2021", b="松岗镇 2022")
    said = str(raised.value)
    assert said.startswith("2 reports are called 松岗镇 2022; write the id or the path of one in its place")
    assert "archive/c.txt (松岗镇2022年财政工作总结, " in said
    assert kept in said
    assert copy not in said
