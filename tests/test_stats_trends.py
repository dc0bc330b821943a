"""Keyword trends: each statistic on a handful of reports, against values worked out by hand or by another method."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from reporttext.api import Reports
from reporttext.errors import UsageError
from reporttext.stats.bursts import intervals
from reporttext.stats.changes import mann_kendall
from reporttext.stats.counting import counted
from reporttext.stats.turnover import events
from small_archives import opened, report

# 发展 改革 创新 are words of the segmenter; 新质生产力 as well; 展，改 is no word of anybody's.
FIVE = [
    report("甲省", 2018, {"achievements": "发展，改革。发展。", "plans": "改革，新质生产力。"}),
    report("甲省", 2019, {"achievements": "改革，改革。"}),
    report("甲省", 2020, {"achievements": "创新。", "plans": "发展，创新，互联网＋。"}),
    report("乙省", 2018, {"achievements": "创新，发展。"}),
    report("乙省", 2020, {"achievements": "创新，创新，创新。", "plans": "互联网+创新。"}),
]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reports]:
    with opened(tmp_path_factory.mktemp("stats") / "out", FIVE) as made:
        yield made


def test_trends_by_year(reports: Reports) -> None:
    """2018: 发展 2 + 1 in 9 + 9 + 6 characters; 2019: none in 6; 2020: 1 in 3 + 11 + 9 + 7."""
    frame = reports.trends("发展")
    wanted = [[2018, 3, 2, 2, 24], [2019, 0, 0, 1, 6], [2020, 1, 1, 2, 30]]
    assert frame[["year", "count", "reports_with", "reports", "characters"]].values.tolist() == wanted
    assert frame["per_10000"].tolist() == pytest.approx([3 / 24 * 1e4, 0, 1 / 30 * 1e4], rel=1e-11)
    assert frame["share"].tolist() == [1, 0, 0.5]
    assert set(frame["counted"]) == {"words"}


def test_trends_by_section_and_place(reports: Reports) -> None:
    frame = reports.trends(["创新", "发展"], by="place,section", year="2020")
    rows = frame[["place", "section", "term", "count"]].values.tolist()
    assert rows == [
        ["乙省", "achievements", "创新", 3], ["乙省", "achievements", "发展", 0], ["乙省", "plans", "创新", 1],
        ["乙省", "plans", "发展", 0], ["甲省", "achievements", "创新", 1], ["甲省", "achievements", "发展", 0],
        ["甲省", "plans", "创新", 1], ["甲省", "plans", "发展", 1],
    ]  # fmt: skip


def test_a_string_that_is_no_word_is_found_and_told(reports: Reports) -> None:
    frame = reports.trends(["展，改"], by=())
    assert frame[["term", "counted", "count"]].values.tolist() == [["展，改", "text", 1]]


def test_full_and_half_width_are_one(reports: Reports) -> None:
    for written in ("互联网+", "互联网＋"):
        assert reports.trends([written], by=())["count"].tolist() == [2]
        assert reports.trends([written], by=(), count="text")["count"].tolist() == [2]


def test_occurrences_in_other_words_are_told(tmp_path: Path) -> None:
    with opened(tmp_path / "out", [report("甲省", 2020, {"plans": "经济。社会主义市场经济。"})]) as one:
        as_word = counted(one, ["经济"], "auto")
        assert as_word.how == {"经济": "words"}
        in_words = one.trends("经济", count="words")["count"][0]
        in_text = one.trends("经济", count="text")["count"][0]
        assert (in_words, in_text) == (1, 2)
        assert "2 times (--count text)" in as_word.notes[0]


def test_without_terms_the_most_widespread_words(reports: Reports) -> None:
    assert reports.trends(by=(), top=2)["term"].tolist() == ["创新", "发展"]


def test_an_empty_term_is_refused(reports: Reports) -> None:
    with pytest.raises(UsageError, match="empty"):
        reports.trends([" "])


# changes


def test_mann_kendall_and_theil_sen_by_hand() -> None:
    """Of the ten pairs of 1 3 2 5 6, nine rise and one falls: tau = 8/10, exact p = P(at most one inversion) twice.

    Of 5! orders one has no inversion and four have one: 2 · 5/120. Slopes of the pairs, sorted: -1 .5 .667 1.25 1.25 1.333
    1.5 2 2 3 → the median is (1.25 + 4/3) / 2.
    """
    found = mann_kendall(np.array([2001, 2002, 2003, 2004, 2005]), np.array([1.0, 3, 2, 5, 6]))
    assert found["tau"] == pytest.approx(0.8)
    assert found["p"] == pytest.approx(10 / 120)
    slopes = sorted(
        (b - a) / (j - i) for (i, a), (j, b) in itertools.combinations(enumerate([1, 3, 2, 5, 6]), 2)
    )
    assert found["slope"] == pytest.approx((slopes[4] + slopes[5]) / 2)
    assert found["slope_low"] <= found["slope"] <= found["slope_high"]


def test_ties_are_corrected_for() -> None:
    """1 2 2 4 5: nine rising pairs of ten, one tie: tau-b = 9 / sqrt(10 · 9)."""
    assert mann_kendall(np.arange(5), np.array([1, 2, 2, 4, 5]))["tau"] == pytest.approx(9 / math.sqrt(90))


@pytest.fixture(scope="module")
def ten_years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reports]:
    """改革 rises every year, 发展 stands once a year, 创新 came in 2017, 文化 left after 2013 and came back in 2019."""
    made = []
    for n, year in enumerate(range(2010, 2020)):
        words = ["改革"] * (n + 1) + ["民生"] * (10 - n) + ["发展"]
        words += ["创新"] * (year >= 2017) + ["文化"] * (year <= 2013 or year == 2019)
        made.append(report("甲省", year, {"achievements": "，".join(words) + "。"}))
    made.append(report("乙省", 2019, {"achievements": "改革。"}))
    with opened(tmp_path_factory.mktemp("ten") / "out", made) as opened_:
        yield opened_


def test_changes(ten_years: Reports) -> None:
    frame = ten_years.changes(["改革", "民生", "发展", "水利"], place="甲省", measure="share").set_index(
        "term"
    )
    assert frame["direction"].to_dict() == dict.fromkeys(["改革", "民生", "发展", "水利"], "constant")
    rates = ten_years.changes(["改革", "民生", "水利"], place="甲省").set_index("term")
    assert rates["direction"].to_dict() == {"改革": "up", "民生": "down", "水利": "constant"}
    assert rates.loc["改革", "p"] == pytest.approx(2 / math.factorial(10), rel=1e-9), (
        "the one order of ten that only rises"
    )
    assert rates.loc["改革", "p_adjusted"] == rates.loc["改革", "p"], "two tests of equal p"
    assert (rates.loc["民生", "peak_year"], rates.loc["改革", "peak_year"]) == (2010, 2019)


def test_false_discovery_correction(ten_years: Reports) -> None:
    """Benjamini and Hochberg: p · m / rank, never above that of a larger p."""
    frame = ten_years.changes(place="甲省", least=1)
    p = frame["p"].dropna().tolist()
    wanted = [min(p[j] * len(p) / (j + 1) for j in range(i, len(p))) for i in range(len(p))]
    assert len(p) >= 4
    assert frame["p_adjusted"].dropna().tolist() == pytest.approx(wanted, rel=1e-9)


def test_too_few_years_have_no_number(reports: Reports) -> None:
    frame = reports.changes("发展")
    assert frame["direction"].tolist() == ["too_few"]
    assert frame[["tau", "p", "p_adjusted", "slope"]].isna().all(axis=None)
    with pytest.raises(UsageError, match="leave year out"):
        reports.changes("发展", by="year")


def test_nothing_to_test_is_an_empty_table(reports: Reports) -> None:
    frame = reports.changes(least=99)
    assert len(frame) == len(reports.bursts(least=99)) == len(reports.turnover(least=99)) == 0
    assert "p_adjusted" in frame


# turnover


def test_events_by_hand() -> None:
    years, all_ = list(range(2000, 2010)), [5] * 10
    assert list(events(years, [0, 0, 0, 1, 0, 0, 1, 0, 0, 0], all_, 2, 5)) == [
        ("new", 2003, None, 3), ("returning", 2006, 2003, 2), ("lost", 2006, None, 3),
    ]  # fmt: skip
    assert list(events(years, [0, 0, 0, 1, 1, 1, 1, 1, 1, 1], [1] * 3 + [5] * 7, 2, 5)) == [], (
        "years of one report prove nothing"
    )
    assert list(events(years, [0] * 10, all_, 2, 5)) == []


def test_turnover_gives_the_first_sentence(ten_years: Reports) -> None:
    frame = ten_years.turnover(gap=3, full=1, least=1)
    rows = frame[["term", "event", "year", "year_before", "years_without"]].astype(object)
    assert rows.where(rows.notna(), None).values.tolist() == [
        ["创新", "new", 2017, None, 7], ["文化", "returning", 2019, 2013, 5],
    ]  # fmt: skip
    text = ten_years.documents.set_index("source")["text"]
    for row in frame.itertuples():
        assert row.source == f"甲省{row.year}.txt"
        assert text[row.source][row.start : row.end] == row.sentence
        assert row.term in row.sentence
        assert ten_years.trace(row.row_id).sentences["text"].tolist() == [row.sentence]


# bursts


def cheapest_by_trying_all(hits: list[int], all_: list[int], scale: float, cost: float) -> float:
    """The least cost over every path of states: what dynamic programming must find too."""
    usual = sum(hits) / sum(all_)
    odds = scale * usual / (1 - usual)
    p = (usual, odds / (1 + odds))
    best = math.inf
    for path in itertools.product((0, 1), repeat=len(hits)):
        total, state = 0.0, 0
        for step, r, d in zip(path, hits, all_, strict=True):
            total += cost * math.log(len(hits)) * (step > state)
            total -= math.log(math.comb(d, r)) + r * math.log(p[step]) + (d - r) * math.log(1 - p[step])
            state = step
        best = min(best, total)
    return best


@pytest.mark.parametrize(
    "hits",
    [[1, 0, 6, 8, 7, 1, 0, 1], [9, 9, 1, 0, 0, 9, 9, 0], [3, 3, 3, 3, 3, 3, 3, 3], [0, 0, 0, 0, 0, 0, 0, 10]],
)
@pytest.mark.parametrize(("scale", "cost"), [(2.0, 1.0), (3.0, 0.2)])
def test_bursts_are_the_cheapest_path(hits: list[int], scale: float, cost: float) -> None:
    all_ = [10] * 8
    usual = sum(hits) / 80
    calm = -sum(
        math.log(math.comb(10, r)) + r * math.log(usual) + (10 - r) * math.log(1 - usual) for r in hits
    )
    found = list(intervals(hits, all_, scale, cost))
    saved = sum(weight for *_, weight in found) - len(found) * cost * math.log(8)
    assert calm - saved == pytest.approx(cheapest_by_trying_all(hits, all_, scale, cost))


def test_bursts_by_hand() -> None:
    """p0 = 24/80 = .3, odds doubled p1 = 6/13. The burst is years 2 to 4: 21 of 30 reports."""
    ((first, last, weight),) = intervals([1, 0, 6, 8, 7, 1, 0, 1], [10] * 8, 2, 1)
    assert (first, last) == (2, 4)
    assert weight == pytest.approx(21 * math.log((6 / 13) / 0.3) + 9 * math.log((7 / 13) / 0.7))
    assert list(intervals([0, 0], [5, 5], 2, 1)) == list(intervals([5, 5], [5, 5], 2, 1)) == []


def test_burst_rows(ten_years: Reports) -> None:
    frame = ten_years.bursts("创新", place="甲省", scale=5)
    assert frame[["term", "first_year", "last_year", "reports_with", "reports"]].values.tolist() == [
        ["创新", 2017, 2019, 3, 3]
    ]
    assert ten_years.trace(frame["row_id"][0]).total == 3


# keywords, concepts


def test_tf_idf_by_hand(reports: Reports) -> None:
    """甲省 2018: 发展 2 of 5 words, in 3 of 5 reports; 改革 2 of 5, in 2 of 5; 新质生产力 1 of 5, in 1."""
    frame = reports.keywords(where="report=甲省2018.txt,甲省2019.txt,甲省2020.txt,乙省2018.txt,乙省2020.txt")
    mine = frame[frame["report"] == "甲省2018.txt"]
    assert mine["term"].tolist() == ["改革", "新质生产力", "发展"]
    assert mine["tf_idf"].tolist() == pytest.approx(
        [2 / 5 * math.log(5 / 2), 1 / 5 * math.log(5), 2 / 5 * math.log(5 / 3)], rel=1e-10
    )
    assert mine["rank"].tolist() == [1, 2, 3]


LISTS = '创新 = ["创新", "互联网+创新"]\n改革发展 = ["改革", "发展"]\n'


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    path = tmp_path / "lists.toml"
    path.write_text(LISTS, "utf-8")
    return path


def test_concept_panel(reports: Reports, lists: Path) -> None:
    """乙省 2020: 创新 three times, 互联网+创新 once, which is not counted as 创新 again; 16 characters."""
    frame = reports.concepts(lists, place="乙省", year=2020)
    assert frame[["place", "year", "concept", "count", "reports_with", "characters", "words_found", "sentences_with", "sentences"]].values.tolist() == [
        ["乙省", 2020, "创新", 4, 1, 16, 2, 2, 2], ["乙省", 2020, "改革发展", 0, 0, 16, 0, 0, 2],
    ]  # fmt: skip
    assert frame["per_10000"][0] == pytest.approx(4 / 16 * 1e4)
    wide = reports.concepts(lists, wide=True)
    assert list(wide.columns) == ["place", "year", "创新", "改革发展"]
    assert len(wide) == 5
    found = reports.trace(frame["row_id"][0])
    assert found.sentences["text"].tolist() == ["创新，创新，创新。", "互联网+创新。"]


@pytest.mark.parametrize("count", ["words", "text"])
def test_a_word_that_the_list_repeats_counts_once(reports: Reports, tmp_path: Path, count: str) -> None:
    path = tmp_path / "lists.toml"
    path.write_text('改革 = ["改革", "发展", "改革", "互联网+", "互联网＋"]', "utf-8")
    once = tmp_path / "once.toml"
    once.write_text('改革 = ["改革", "发展", "互联网+"]', "utf-8")
    frame, other = (reports.concepts(file, count=count) for file in (path, once))
    assert frame["count"].sum() > 0
    assert frame.drop(columns="row_id").equals(other.drop(columns="row_id"))


@pytest.mark.parametrize("text", ["", "创新 = 3", "创新 = []", '创新 = [" "]', "创新 ="])
def test_wrong_lists_are_told(reports: Reports, tmp_path: Path, text: str) -> None:
    path = tmp_path / "lists.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match="list"):
        reports.concepts(path)
