"""Statistics of events, on an archive whose events are known because it was written from them."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import reporttext as rt
from archives import run
from reporttext.api import Reports
from reporttext.errors import UsageError
from reporttext.model import EVENT_TYPES
from small_archives import opened, report

# How a report of a year may write each: all are one name.
NAMES = {
    "稻香文化节": ("culture", ["举办“稻香文化节”，群众称赞。", "第{n}届稻香文化节成功举办。", "举办{year}年“稻香文化节”活动，反响很好。"]),
    "春雨工程": ("project", ["深入实施“春雨工程”，群众受益。", "实施“春雨工程”，效果好。"]),
    "清河专项行动": ("campaign", ["扎实开展“清河”专项行动，排查到位。", "开展清河专项行动。"]),
}  # fmt: skip
PLACES, YEARS = ("云溪镇", "松岗镇", "柳湾镇"), (2021, 2022, 2023)
_DIGITS = "一二三四五六七八九"


@pytest.fixture(scope="module")
def truth() -> dict[tuple[str, int], dict[str, int]]:
    """By place and year, how often the report names each; seeded."""
    chance = random.Random(7)
    times = {(p, y): {name: chance.choice((0, 0, 1, 3)) for name in NAMES} for p in PLACES for y in YEARS}
    assert any(not any(told.values()) for told in times.values())
    assert len({name for told in times.values() for name, n in told.items() if n}) == len(NAMES)
    return times


@pytest.fixture(scope="module")
def reports(
    truth: dict[tuple[str, int], dict[str, int]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Reports]:
    folder = tmp_path_factory.mktemp("events")
    (folder / "in").mkdir()
    for (place, year), told in truth.items():
        lines = [f"{place}{year}年工作总结", "", "一、主要工作"]
        for name, times in told.items():
            ways = NAMES[name][1]
            lines += [ways[i % len(ways)].format(n=_DIGITS[year - 2020], year=year) for i in range(times)]
        lines += ["二、存在问题", "作风有待改进。", ""]
        (folder / "in" / f"{place}{year}.txt").write_text("\n".join(lines), "utf-8")
    run(folder / "in", out=folder / "out")
    with rt.open(folder / "out") as made:
        yield made


def test_events_by_type_and_year(reports: Reports, truth: dict[tuple[str, int], dict[str, int]]) -> None:
    frame = reports.event_counts()
    assert len(frame) == len(YEARS) * len(EVENT_TYPES)
    assert set(frame["reports"]) == {len(PLACES)}
    words = reports.documents.groupby("year")["tokens"].sum()
    for row in frame.itertuples():
        wanted = [
            told[n]
            for (_, y), told in truth.items()
            if y == row.year
            for n in NAMES
            if NAMES[n][0] == row.type
        ]
        assert (row.events, row.mentions) == (sum(map(bool, wanted)), sum(wanted)), row
        assert row.reports_with == sum(map(bool, wanted))  # one name a type
        assert row.words == words[row.year]
        assert row.share == pytest.approx(row.reports_with / 3)
        assert row.per_report == pytest.approx(row.events / 3)
        assert row.per_10000 == pytest.approx(row.events / words[row.year] * 10_000)


def test_events_by_place_in_wide_form(reports: Reports, truth: dict[tuple[str, int], dict[str, int]]) -> None:
    wide = reports.event_counts(by="place", wide=True).set_index("place")
    assert set(wide.columns) == set(EVENT_TYPES)
    for place in PLACES:
        told = [told for (p, _), told in truth.items() if p == place]
        (row,) = [wide.loc[at] for at in wide.index if at.endswith(place)]
        for name, (kind, _) in NAMES.items():
            assert row[kind] == sum(bool(t[name]) for t in told)


def test_names_over_reports(reports: Reports, truth: dict[tuple[str, int], dict[str, int]]) -> None:
    frame = reports.event_names(least=1)
    assert set(frame["normalised"]) == set(NAMES)
    for row in frame.itertuples():
        told = {key: times[row.normalised] for key, times in truth.items() if times[row.normalised]}
        years = [year for _, year in told]
        assert (row.reports, row.mentions) == (len(told), sum(told.values()))
        assert (row.places, row.years) == (len({place for place, _ in told}), len(set(years)))
        assert (row.first_year, row.last_year, row.type) == (min(years), max(years), NAMES[row.normalised][0])
    assert frame["reports"].is_monotonic_decreasing
    commonest = frame["reports"].max()
    assert set(reports.event_names(least=int(commonest))["normalised"]) == set(
        frame[frame["reports"] == commonest]["normalised"]
    )


def test_names_within_groups_and_chosen(
    reports: Reports, truth: dict[tuple[str, int], dict[str, int]]
) -> None:
    by_year = reports.event_names("清河", least=1, by="year")
    wanted = defaultdict(int)
    for (_, year), told in truth.items():
        wanted[year] += bool(told["清河专项行动"])
    assert dict(zip(by_year["year"], by_year["reports"], strict=True)) == {
        y: n for y, n in wanted.items() if n
    }
    assert set(reports.event_names(of_type="project", least=1)["normalised"]) == {"春雨工程"}
    assert reports.event_names(status="planned", least=1).empty
    row = reports.event_names("春雨", status="held", of_type="project", least=1).iloc[0]
    assert reports.trace(row["row_id"]).total == row["mentions"]
    assert reports.event_names("稻香", of_type="project", least=1).empty


def test_trace_shows_the_sentences(reports: Reports, truth: dict[tuple[str, int], dict[str, int]]) -> None:
    row = reports.event_names("稻香", least=1).iloc[0]
    found = reports.trace(row["row_id"])
    assert found.total == row["mentions"] == sum(told["稻香文化节"] for told in truth.values())
    assert found.sentences["text"].str.contains("稻香文化节").all()
    counts = reports.event_counts()
    row = counts[(counts["type"] == "culture") & (counts["events"] > 0)].iloc[0]
    found = reports.trace(row["row_id"])
    assert found.total == row["mentions"]
    assert set(found.sentences["year"]) == {row["year"]}


def test_a_variable_may_have_any_name(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for at, place in enumerate(PLACES):
        text = f"{place}2022年工作总结\n\n一、主要工作\n举办“稻香文化节”，群众称赞。\n"
        (tmp_path / "in" / f"{at}.txt").write_text(text, "utf-8")
    (tmp_path / "in" / "metadata.csv").write_text("source,_place,_year\n0.txt,甲,1\n1.txt,甲,1\n", "utf-8")
    run(tmp_path / "in", out=tmp_path / "out")
    with rt.open(tmp_path / "out") as made:
        for by in ("_place", "_year"):
            frame = made.event_names("稻香", by=by, least=1)
            assert frame[["reports", "places", "years"]].values.tolist() == [[2, 2, 1], [1, 1, 1]]
            assert frame[by].tolist()[0] == {"_place": "甲", "_year": "1"}[by]


def test_an_archive_without_such_events_says_so(tmp_path: Path, reports: Reports) -> None:
    told = "no report chosen tells of an event of this status"
    with opened(tmp_path / "out", [report("甲省", 2020, {"achievements": "修路。"})]) as none:
        frame = none.event_counts()
        assert len(frame) == len(EVENT_TYPES)
        assert told in frame.attrs["reporttext"]["notes"]
    assert told in reports.event_counts(status="planned").attrs["reporttext"]["notes"]
    assert told not in reports.event_counts().attrs["reporttext"]["notes"]


def test_wrong_calls(reports: Reports) -> None:
    with pytest.raises(UsageError, match="least is 0"):
        reports.event_names(least=0)
    with pytest.raises(UsageError, match="status is done"):
        reports.event_counts(status="done")


def test_blanked_names_are_in_no_group(tmp_path: Path) -> None:
    """Nobody knows whether **节 of two places is one: it counts as an event of each, and joins nothing."""
    folder = tmp_path / "in"
    folder.mkdir()
    for place in PLACES[:2]:
        text = f"{place}2022年工作总结\n一、主要工作\n举办“**稻香”文化节，群众称赞。\n"
        (folder / f"{place}.txt").write_text(text, "utf-8")
    run(folder, out=tmp_path / "out")
    with rt.open(tmp_path / "out") as made:
        assert made.event_names(least=1).empty
        counts = made.event_counts()
        assert counts[counts["type"] == "culture"]["events"].tolist() == [2]


def test_reports_without_events_or_words(tmp_path: Path) -> None:
    with opened(tmp_path / "out", [report("甲省", 2020, {"achievements": "**。"})]) as made:
        frame = made.event_counts()
        assert frame["events"].tolist() == [0] * len(EVENT_TYPES)
        assert frame["per_10000"].isna().all()
        assert made.event_names().empty
