"""Which reports of an archive are of one place, and what is said of those that are joined, kept apart, or without one."""

from __future__ import annotations

import time
from collections.abc import Mapping
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

import reporttext as rt
from reporttext.stats.describe import _nested
from reporttext.stats.grid import places
from reporttext.stats.selection import Selection, selection
from reporttext.store import places as store_places

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


def documents(*rows: tuple[str, str | None, str | None, str | None, str | None]) -> duckdb.DuckDBPyConnection:
    """The table `state.documents` of reports a, b, c … with these place ids and names by level."""
    con = duckdb.connect()
    con.execute(
        """create schema state; create table state.documents (doc_id varchar, source varchar, place_id varchar,
        province varchar, city varchar, county varchar, township varchar, place_shared boolean, duplicate_of varchar,
        place_joined varchar)"""
    )
    for name, row in zip("abcdefgh", rows, strict=False):
        con.execute(
            "insert into state.documents values (?, ?, ?, ?, ?, ?, ?, false, null, null)", [name, name, *row]
        )
    return con


_CITY = ("江省/义陂市", "江省", "义陂市", None, None)
_COUNTY = ("江省/义陂市", "江省", None, "义陂市", None)
_WHOLE = ("江省/金岭市/义陂市", "江省", "金岭市", "义陂市", None)
_OTHER = ("江省/银岭市/义陂市", "江省", "银岭市", "义陂市", None)
_FAR = ("河省/义陂市", "河省", "义陂市", None, None)
_TOWN = ("江省/义陂市/云陂镇", "江省", "义陂市", None, "云陂镇")
_WHOLE_TOWN = ("江省/金岭市/义陂市/云陂镇", "江省", "金岭市", "义陂市", "云陂镇")


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        # One id at two levels, and the place that says which it is.
        ((_CITY, _COUNTY, _WHOLE), (_WHOLE[0],) * 3),
        ((_CITY, _COUNTY), (_CITY[0],) * 2),
        # Which of two it is nobody knows, at whichever level it is stated.
        ((_CITY, _COUNTY, _WHOLE, _OTHER), ("doc:a", "doc:b", _WHOLE[0], _OTHER[0])),
        # A city of that name elsewhere is another.
        ((_CITY, _WHOLE, _FAR), (_WHOLE[0], _WHOLE[0], _FAR[0])),
        ((_TOWN, _WHOLE_TOWN), (_WHOLE_TOWN[0],) * 2),
    ],
)
def test_a_city_that_others_name_as_a_county_is_that_county(
    rows: tuple[tuple[str, str | None, str | None, str | None, str | None], ...], wanted: tuple[str, ...]
) -> None:
    for turned in (False, True):
        con = documents(*(rows[::-1] if turned else rows))
        told = store_places.join(con)
        found = con.execute("select doc_id, place_joined from state.documents order by doc_id").fetchall()
        by_row = tuple(place for _, place in found)
        if not turned:
            assert by_row == wanted
        else:
            assert [place.startswith("doc:") for place in by_row[::-1]] == [
                p.startswith("doc:") for p in wanted
            ]
        # What a notice says of a place holds for each of its reports.
        for one in told:
            query = "select place_joined from state.documents where place_id = ?"
            have = {place for (place,) in con.execute(query, [one.place]).fetchall()}
            if one.kind == "completed":
                assert have == set(one.with_places)
            else:
                assert all(place.startswith("doc:") for place in have)


def test_joining_takes_time_by_the_number_of_places() -> None:
    """Each county says its own 城关镇, one report none: of 3,000 places no two need be compared."""
    for named in (
        [(f"p{i % 30}", f"c{i % 300}", f"k{i}", "城关镇") for i in range(3_000)],
        [(None, None, f"k{i}", "城关镇") for i in range(3_000)],
    ):
        began = time.process_time()
        wholes = store_places._wholes([*named, (None, None, None, "城关镇")])
        assert time.process_time() - began < 3  # in pairs it took twenty
        assert wholes == {**{names: names for names in named}, (None, None, None, "城关镇"): None}


def agree(one: tuple[str | None, ...], other: tuple[str | None, ...]) -> bool:
    return all(a == b for a, b in zip(one, other, strict=True) if a and b)


_EVERY = [(*above, "云陂镇") for above in product(*((None, f"{level}1", f"{level}2") for level in "省市县"))]


@given(st.sets(st.sampled_from(_EVERY), max_size=12))
def test_places_looked_up_by_level_are_those_compared_in_pairs(named: set[tuple[str | None, ...]]) -> None:
    def one(group: list[tuple[str | None, ...]]) -> tuple[str | None, ...] | None:
        levels = [{name for name in level if name} for level in zip(*group, strict=True)]
        return (
            None
            if any(len(level) > 1 for level in levels)
            else tuple(min(level, default=None) for level in levels)
        )

    near = {names: [other for other in named if agree(names, other)] for names in named}
    clear = {names for names in named if one(near[names]) is not None}
    wanted = {n: one([o for o in near[n] if o in clear]) if n in clear else None for n in named}
    assert store_places._wholes(sorted(named, key=str)) == wanted


def test_a_notice_names_the_reports_and_the_columns_that_tell_the_place(tmp_path: Path) -> None:
    named = {f"{i}.txt": ("东陂区", 2016 + i) for i in range(4)}
    named |= {"x.txt": ("金岭市东陂区", 2021), "y.txt": ("银岭市东陂区", 2022)}
    inputs = archive(tmp_path, named)
    with read(inputs, tmp_path / "out") as reports:
        assert notices(reports) == [("in/0.txt", "place_apart", "warning")]
        (told,) = reports.errors.loc[reports.errors["stage"] == "archive", "message"]
        assert "(4 reports: in/0.txt, in/1.txt, in/2.txt …)" in told
        assert "source, city, county, and run again" in told
    # What it says is the remedy.
    rows = "".join(f"{i}.txt,金岭市,东陂区\n" for i in range(4))
    (inputs / "metadata.csv").write_text(f"source,city,county\n{rows}", "utf-8")
    with read(inputs, tmp_path / "out") as reports:
        assert notices(reports) == []
        assert set(joined(reports).values()) == {"金岭市/东陂区", "银岭市/东陂区"}


def test_reports_of_the_whole_country_are_of_one_place(tmp_path: Path) -> None:
    inputs = archive(tmp_path, {"a.txt": ("云陂镇", 2022)})
    for year in (2021, 2022):
        text = f"政府工作报告\n——{year + 1}年3月5日在全国人民代表大会上\n国务院总理\n\n一、{year}年工作回顾\n开展专项检查15次。\n"
        (inputs / f"国务院{year}年政府工作报告.txt").write_text(text, "utf-8")
    with read(inputs, tmp_path / "out") as reports:
        frame = reports.documents.iloc[1:]
        assert frame["admin_level"].tolist() == ["国", "国"]
        assert frame["place_id"].tolist() == frame["place_joined"].tolist() == ["全国", "全国"]
        assert notices(reports) == []
        assert len(reports.sql(f"select * from {selection(reports, place='全国').documents()}")) == 2


def test_no_sum_is_of_the_country_and_a_place_in_it() -> None:
    assert _nested(["全国", "甲省"])
    assert not _nested(["全国"])
    assert not _nested(["乙省", "甲省"])


def test_levels_that_other_reports_state_choose_and_group(tmp_path: Path) -> None:
    named = {"a.txt": ("石桥镇", 2021), "b.txt": ("平岭县石桥镇", 2022), "c.txt": ("江西省石桥镇", 2023), "d.txt": ("云陂镇", 2021)}  # fmt: skip
    with read(archive(tmp_path, named), tmp_path / "out") as reports:
        assert joined(reports)["a.txt"] == "江西省/平岭县/石桥镇"
        for choice in (
            {"where": "county=平岭县"}, {"where": "province=江西省"}, {"place": "平岭县"}, {"place": "平岭县/石桥镇"},
        ):  # fmt: skip
            assert reports.sql(f"select source from {selection(reports, **choice).documents()} order by 1")[
                "source"
            ].tolist() == ["in/a.txt", "in/b.txt", "in/c.txt"], choice
        assert len(reports.sql(f"select * from {selection(reports, place='岭县').documents()}")) == 0
        counts = reports.trends("会议", by="county")
        assert dict(zip(counts["county"].fillna("-"), counts["reports"], strict=True)) == {
            "平岭县": 3,
            "-": 1,
        }


def test_the_level_is_that_of_the_whole_place() -> None:
    con = documents(_CITY, _COUNTY, _WHOLE)
    store_places.join(con)
    con.execute("create table main.documents as from state.documents")
    query = f"select {Selection.column('city')}, {Selection.column('county')} from main.documents d"
    assert set(con.execute(query).fetchall()) == {("金岭市", "义陂市")}
