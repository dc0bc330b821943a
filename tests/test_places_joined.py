"""Which reports of an archive are of one place, and what is said of those that are joined, kept apart, or without one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import reporttext as rt
from reporttext.stats.describe import _nested
from reporttext.stats.grid import places
from reporttext.stats.selection import Selection, selection

_TEXT = "{place}{year}年工作总结\n\n一、主要成效\n全年召开专题会议{number}次。\n"


def archive(folder: Path, reports: Mapping[str, tuple[str, int | str]], metadata: str = "") -> Path:
    for number, (name, (place, year)) in enumerate(sorted(reports.items()), 1):
        (folder / "in").mkdir(exist_ok=True)
        (folder / "in" / name).write_text(_TEXT.format(place=place, year=year, number=number), "utf-8")
    if metadata:
        (folder / "in" / "metadata.csv").write_text(metadata, "utf-8")
    return folder / "in"


def read(inputs: Path, out: Path) -> rt.Reports:
    rt.run([inputs], out, workers=1, formats=())
    return rt.open(out)


def joined(reports: rt.Reports) -> dict[str, str]:
    frame = reports.documents
    return {
        source.removeprefix("in/"): place
        for source, place in zip(frame["source"], frame["place_joined"], strict=True)
    }


def notices(reports: rt.Reports) -> list[tuple[Any, ...]]:
    frame = reports.errors[reports.errors["stage"] == "archive"]
    return list(frame[["source", "kind", "severity"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("places", "wanted", "told"),
    [
        # A name that many townships bear: the years of one archive are one place, and it is said.
        (("石桥镇", "石桥镇"), ("石桥镇", "石桥镇"), [("in/a.txt", "place_assumed", "warning")]),
        # A rare name needs no notice.
        (("云陂镇", "云陂镇"), ("云陂镇", "云陂镇"), []),
        # One says the county.
        (("石桥镇", "平岭县石桥镇"), ("平岭县/石桥镇",) * 2, [("in/a.txt", "place_assumed", "info")]),
        (("云陂镇", "平岭县云陂镇"), ("平岭县/云陂镇",) * 2, [("in/a.txt", "place_assumed", "info")]),
        # One says the province, the other the county.
        (("江西省石桥镇", "平岭县石桥镇"), ("江西省/平岭县/石桥镇",) * 2, [("in/a.txt", "place_assumed", "info"), ("in/b.txt", "place_assumed", "info")]),
        # Different counties.
        (("松溪县石桥镇", "平岭县石桥镇"), ("松溪县/石桥镇", "平岭县/石桥镇"), []),
        # It may be of either.
        (("石桥镇", "平岭县石桥镇", "松溪县石桥镇"), ("doc:", "平岭县/石桥镇", "松溪县/石桥镇"), [("in/a.txt", "place_apart", "warning")]),
    ],
)  # fmt: skip
def test_one_name_is_one_place_where_nothing_contradicts(
    tmp_path: Path, places: tuple[str, ...], wanted: tuple[str, ...], told: list[Any]
) -> None:
    named = {f"{'abc'[i]}.txt": (place, 2021 + i) for i, place in enumerate(places)}
    with read(archive(tmp_path, named), tmp_path / "out") as reports:
        found = joined(reports)
        assert (
            tuple(
                found[name][:4] if found[name].startswith("doc:") else found[name] for name in sorted(named)
            )
            == wanted
        )
        assert notices(reports) == told


def test_years_of_a_common_name_are_compared(tmp_path: Path) -> None:
    inputs = archive(tmp_path, {"a.txt": ("石桥镇", 2021), "b.txt": ("平岭县石桥镇", 2022)})
    with read(inputs, tmp_path / "out") as reports:
        frame = reports.sql("select place_id, place_joined from documents order by source")
        assert frame["place_id"].tolist() == ["石桥镇", "平岭县/石桥镇"], "an id is of its document alone"
        told = places(reports, Selection())
        assert list(zip(told["place_id"], told["year"], strict=True)) == [
            ("平岭县/石桥镇", 2021),
            ("平岭县/石桥镇", 2022),
        ]
        chosen = selection(reports, place="平岭县").documents()
        assert len(reports.sql(f"select * from {chosen}")) == 2


def test_a_further_report_joins_as_in_a_fresh_run(tmp_path: Path) -> None:
    """Joining depends on which reports there are, not on the order in which they came."""
    inputs = archive(tmp_path, {"a.txt": ("石桥镇", 2021), "b.txt": ("平岭县石桥镇", 2022)})
    with read(inputs, tmp_path / "out") as reports:
        assert set(joined(reports).values()) == {"平岭县/石桥镇"}
    (inputs / "c.txt").write_text(_TEXT.format(place="松溪县石桥镇", year=2022, number=9), "utf-8")
    with read(inputs, tmp_path / "out") as again, read(inputs, tmp_path / "fresh") as fresh:
        assert joined(again) == joined(fresh)
        assert notices(again) == notices(fresh) == [("in/a.txt", "place_apart", "warning")]
        assert joined(again)["a.txt"].startswith("doc:")
    (inputs / "c.txt").unlink()
    with read(inputs, tmp_path / "out") as without:
        assert set(joined(without).values()) == {"平岭县/石桥镇"}


@pytest.mark.parametrize(
    ("written", "given", "place_id"),
    [
        ("石桥镇", "source,place,year\na.txt,石桥镇,2022\n", "石桥镇"),
        ("河口镇", "source,place\na.txt,石桥镇\n", "石桥镇"),
        ("平岭县河口镇", "source,place\na.txt,石桥镇\n", "平岭县/石桥镇"),
        ("某县**镇", "source,place\na.txt,沙棠镇\n", "沙棠镇"),
        ("平岭县云陂镇", "source,place\na.txt,松溪县\n", "松溪县"),
        ("河口镇", "source,place\na.txt,第一管理片\n", "第一管理片"),
        ("平岭县云陂镇", "source,place\na.txt,云陂\n", "平岭县/云陂镇"),
        ("某县**镇", "source,county,township\na.txt,松溪县,云陂镇\n", "松溪县/云陂镇"),
    ],
)
def test_the_place_that_the_user_gives_is_the_place(
    tmp_path: Path, written: str, given: str, place_id: str
) -> None:
    with read(archive(tmp_path, {"a.txt": (written, 2022)}, given), tmp_path / "out") as reports:
        assert joined(reports) == {"a.txt": place_id}


def test_reports_without_a_place_or_a_year_are_said_with_the_remedy(tmp_path: Path) -> None:
    inputs = archive(tmp_path, {"a.txt": ("云陂镇", 2022)})
    (inputs / "总结.txt").write_text("工作总结\n今年，我镇开展志愿服务15次。\n", "utf-8")
    (inputs / "空话.txt").write_text("工作总结\n今年，各项工作有序推进。\n", "utf-8")  # not one figure
    (inputs / "隐去.txt").write_text(_TEXT.format(place="**镇", year=2022, number=7), "utf-8")
    with read(inputs, tmp_path / "out") as reports:
        assert notices(reports) == [
            ("in/总结.txt", "no_place", "warning"),
            ("in/总结.txt", "no_year", "warning"),
            ("in/空话.txt", "no_place", "warning"),
            ("in/空话.txt", "no_year", "warning"),
            ("in/隐去.txt", "place_masked", "info"),
        ]
        told = reports.errors[reports.errors["stage"] == "archive"]["message"].tolist()
        assert all("metadata.csv" in message and "source" in message for message in told)
    (inputs / "metadata.csv").write_text(
        "source,place,year\n总结.txt,沙棠镇,2022\n空话.txt,沙棠镇,2023\n", "utf-8"
    )
    with read(inputs, tmp_path / "out") as reports:
        assert [source for source, *_ in notices(reports)] == ["in/隐去.txt"]
