"""Panels and what is made of them, on stores whose cells are counted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner

from reporttext.api import Reports
from reporttext.cli import cli
from reporttext.errors import RuleError, UsageError
from reporttext.model import Document, Fact, Period, Quantity
from reporttext.stats.grid import bounds
from reporttext.stats.nearest import near
from small_archives import fact, opened, report


def year(number: int, last: int | None = None) -> Period:
    return Period(date(number, 1, 1), date(last or number, 12, 31), "")


def gdp(
    quote: str, amount: float | None, when: int | Period | None, **more: Any
) -> tuple[str, dict[str, Any]]:
    """A figure of GDP in 亿元, as words and record."""
    low = None if amount is None else Decimal(str(amount)) * 10**8
    quantity = Quantity(low, None, "元", more.pop("qualifier", None), masked=amount is None)
    period = year(when) if isinstance(when, int) else when
    return quote, {
        "kind": "money",
        "indicator": "生产总值",
        "indicator_id": "gdp",
        "quantity": quantity,
        "period": period,
        **more,
    }


def rate(quote: str, percent: float, when: int | Period, **more: Any) -> tuple[str, dict[str, Any]]:
    quantity = Quantity(Decimal(str(percent)), more.pop("upper", None), "%", more.pop("qualifier", None))
    period = year(when) if isinstance(when, int) else when
    record = {
        "kind": "ratio",
        "indicator": "生产总值",
        "indicator_id": "gdp",
        "quantity": quantity,
        "period": period,
        "change": "up",
    }
    return quote, {**record, **more}


def told(
    place: str, on: int, sections: dict[str, str], *facts: tuple[str, dict[str, Any]], **more: Any
) -> Document:
    doc = report(place, on, sections)
    meta = replace(doc.metadata, year_given=on + 1, **more)
    found: list[Fact] = [fact(doc, quote, **record) for quote, record in facts]
    return replace(doc, metadata=meta, facts=tuple(found))


JIA_2019 = told(
    "甲省", 2019, {"achievements": "生产总值达到300亿元。上半年150亿元。五年900亿元。", "plans": "生产总值增长8%左右。"},
    gdp("300亿元", 300, 2019), gdp("150亿元", 150, Period(date(2019, 1, 1), date(2019, 6, 30), "")),
    gdp("900亿元", 900, year(2015, 2019)), rate("8%左右", 8, 2020, qualifier="about", qualifier_text="左右", status="target"),
)  # fmt: skip
JIA_2020 = told(
    "甲省", 2020, {"preamble": "生产总值约330亿元。", "achievements": "生产总值331.2亿元，增长7.7%。", "plans": "生产总值增长6%—6.5%。"},
    gdp("约330亿元", 330, 2020, qualifier="about"), gdp("331.2亿元", 331.2, 2020), rate("7.7%", 7.7, 2020),
    rate("6%—6.5%", 6, 2021, upper=Decimal("6.5"), status="target", status_cue="预期目标"),
)  # fmt: skip
# The next report remembers another figure of 2020, and says nothing of the growth of 2021.
JIA_2021 = told(
    "甲省", 2021, {"achievements": "生产总值由2020年的340亿元增加到360亿元。", "plans": "力争增长7%以上。"},
    gdp("340亿元", 340, 2020), gdp("360亿元", 360, 2021),
    rate("7%以上", 7, 2022, qualifier="over", qualifier_text="以上", status="target", status_cue="力争"),
)  # fmt: skip
YI_2019 = told(
    "乙省",
    2019,
    {"achievements": "修路。", "plans": "生产总值增长5%。"},
    rate("5%", 5, 2020, status="target", status_cue="预期"),
)
YI_2020 = told(
    "乙省",
    2020,
    {"achievements": "生产总值**亿元。下降1.5%。"},
    gdp("**亿元", None, 2020),
    rate("1.5%", 1.5, 2020, change="down"),
)
BING_2020 = told(
    "丙省",
    2020,
    {"achievements": "生产总值0亿元，其中新区增长9%。"},
    gdp("0亿元", 0, 2020),
    rate("9%", 9, 2020, indicator_id=None),
)
COPY = replace(JIA_2019, source="龟.txt")


@pytest.fixture
def reports(tmp_path: Path) -> Iterator[Reports]:
    with opened(tmp_path / "out", [JIA_2019, JIA_2020, JIA_2021, YI_2019, YI_2020, BING_2020, COPY]) as made:
        yield made


def cells(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    plain = frame[[*columns]].astype(object).where(frame[[*columns]].notna(), None)
    return [tuple(row) for row in plain.itertuples(index=False)]


def test_five_kinds_of_cells(reports: Reports) -> None:
    frame = reports.panel("地区生产总值", measure="level")
    kinds = {(p, y): (c, v) for p, y, c, v in cells(frame, "place_id", "year", "cell", "value")}
    assert kinds == {
        ("甲省", 2019): ("value", 300e8), ("甲省", 2020): ("value", 331.2e8), ("甲省", 2021): ("value", 360e8),
        ("乙省", 2019): ("not_stated", None), ("乙省", 2020): ("masked", None), ("乙省", 2021): ("no_report", None),
        ("丙省", 2019): ("no_report", None), ("丙省", 2020): ("zero", 0.0), ("丙省", 2021): ("no_report", None),
    }  # fmt: skip


def test_the_order_of_claims_and_conflicts(reports: Reports) -> None:
    row = reports.panel("生产总值", measure="level", place="甲省", period="2020", stated=True).iloc[0]
    # The body's exact figure, not the summary's 约330; 340 of the next report cannot be the same.
    assert (row["quote"], row["claims"], row["conflict"]) == ("331.2亿元", 3, True)
    assert (row["lowest"], row["highest"]) == (330e8, 340e8)
    found = reports.trace(row["row_id"])
    assert sorted(found.sentences["quote"]) == ["331.2亿元", "340亿元", "约330亿元"]
    assert row["fact_id"] in set(found.sentences["fact_id"])
    own = reports.panel("gdp", measure="level", year="2020", place="甲省", period="2020", stated=True).iloc[0]
    assert (own["claims"], own["conflict"]) == (2, False), "约330 may be 331.2"


def test_other_periods_bases_and_copies_are_in_no_cell(reports: Reports) -> None:
    run = CliRunner().invoke(cli, ["panel", "地区生产总值", "--in", str(reports.path), "--stated"])
    assert run.exit_code == 0, run.output
    assert "1 left out as copies" in run.stderr
    assert "1 of several years, 1 of a part of a year" in run.stderr


def test_level_increment_and_rate_are_apart_and_a_fall_is_below_nought(reports: Reports) -> None:
    frame = reports.panel("gdp", stated=True, period="2020", measure="rate")
    assert sorted(cells(frame, "place_id", "unit", "value")) == [("乙省", "%", -1.5), ("甲省", "%", 7.7)]
    assert set(reports.panel("gdp", stated=True)["measure"]) == {"level", "rate"}


def test_a_change_from_the_year_before_is_of_one_year(tmp_path: Path) -> None:
    five = told(
        "甲省", 2020, {"achievements": "增长9%。比上年增长8%。年均增长7%。"},
        rate("9%", 9, year(2016, 2020)), rate("8%", 8, year(2016, 2020), change_base="比上年"), rate("7%", 7, 2020, change_base="年均"),
    )  # fmt: skip
    with opened(tmp_path / "out", [five]) as reports:
        frame = reports.panel("gdp", stated=True)
    assert cells(frame, "year", "value") == [(2020, 8.0)]


def test_units_of_one_dimension_are_converted(tmp_path: Path) -> None:
    def grain(quote: str, amount: int, unit: str) -> tuple[str, dict[str, Any]]:
        quantity = Quantity(Decimal(amount), None, unit)
        return quote, {
            "kind": "measure",
            "indicator": "粮食产量",
            "indicator_id": "grain",
            "quantity": quantity,
            "period": year(2020),
        }

    one = told("甲省", 2020, {"achievements": "粮食200亿斤。"}, grain("200亿斤", 200 * 10**8, "斤"))
    two = told("乙省", 2020, {"achievements": "粮食1000万吨。"}, grain("1000万吨", 10**7, "吨"))
    three = told("丙省", 2020, {"achievements": "粮食3万车。"}, grain("3万车", 30000, "车"))
    with opened(tmp_path / "out", [one, two, three]) as reports:
        frame = reports.panel("粮食产量", stated=True)
    assert sorted(cells(frame, "place_id", "unit", "value")) == [("乙省", "吨", 1e7), ("甲省", "吨", 1e7)]


def test_wide_form_and_unknown_indicator(reports: Reports) -> None:
    frame = reports.panel("gdp", measure="level", wide=True).set_index("place_id")
    assert frame["2020"].dropna().to_dict() == {"甲省": 331.2e8, "丙省": 0.0}
    with pytest.raises(UsageError, match="no indicator 幸福"):
        reports.panel("幸福")


@pytest.mark.parametrize(
    ("figure", "low", "high"),
    [
        ((331.2e8, None, None, "331.2亿元"), 331.15e8, 331.25e8),
        ((6000e8, None, None, "6000亿元"), 5999.5e8, 6000.5e8),
        ((6.0, 6.5, None, "6%—6.5%"), 5.5, 7.0),
        ((200.0, None, "about", "约200人"), 190, 210),
        ((4e12, None, "over", "突破4万亿元"), 3.5e12, 1e300),
        ((1e12, None, "nearly", "接近1万亿元"), -1e300, 1.5e12),
        ((66.66666667, None, None, "1000亩"), 66.6333, 66.7),
        ((3e12, None, None, "三万亿元"), 2.985e12, 3.015e12),
        ((1820e4, None, None, "1,820万元"), 1819.5e4, 1820.5e4),
        ((1820.5e4, None, None, "1，820.5万元"), 1820.45e4, 1820.55e4),
        ((1234567.0, None, None, "1,234,567人"), 1234566.5, 1234567.5),
        ((1.2e8, None, None, "1亿2千万元"), 1.15e8, 1.25e8),
        ((386500.0, None, None, "38万6500人"), 386499.5, 386500.5),
    ],
)
def test_what_a_written_figure_can_stand_for(
    figure: tuple[float, float | None, str | None, str], low: float, high: float
) -> None:
    found = bounds(*figure)
    assert found == pytest.approx((low, high), rel=1e-5)


def test_description_by_hand(tmp_path: Path) -> None:
    """Five places: 100, 200, 300, 400 and a masked one; a sixth does not state it."""
    amounts = {"甲省": 100, "乙省": 200, "丙省": 300, "丁省": 400}
    docs = [
        told(p, 2020, {"achievements": f"生产总值{a}亿元。"}, gdp(f"{a}亿元", a, 2020))
        for p, a in amounts.items()
    ]
    docs.append(told("戊省", 2020, {"achievements": "生产总值**亿元。"}, gdp("**亿元", None, 2020)))
    docs.append(told("己省", 2020, {"achievements": "修路。"}))
    with opened(tmp_path / "out", docs) as reports:
        row = reports.describe("gdp").iloc[0]
        assert (row["reports"], row["n"], row["masked"], row["missing"]) == (6, 4, 1, 1)
        assert (row["sum"], row["mean"], row["median"]) == (1000e8, 250e8, 250e8)
        assert (row["quartile_1"], row["quartile_3"], row["lowest"], row["highest"]) == (
            175e8,
            325e8,
            100e8,
            400e8,
        )
        assert row["deviation"] == pytest.approx(129.0994448736e8)  # sqrt(50000 / 3)
        assert (row["lowest_place"], row["highest_place"]) == ("甲省", "丁省")
        assert reports.trace(row["row_id"]).total == 4
        ranks = reports.ranks("gdp")
        assert cells(ranks, "place_id", "rank", "among", "percentile") == [
            ("丁省", 1, 4, 87.5), ("丙省", 2, 4, 62.5), ("乙省", 3, 4, 37.5), ("甲省", 4, 4, 12.5),
        ]  # fmt: skip
        assert reports.describe("gdp", by="province")["sum"].notna().sum() == 4
        with pytest.raises(UsageError, match="section"):
            reports.describe("gdp", by="section")


def test_cells_of_a_year_without_a_report_are_described_too(tmp_path: Path) -> None:
    """甲省 has a report of 2021 alone, which tells the figure of 2020 as well; 乙省 has one of 2020 that does not."""
    later = told("甲省", 2021, {"achievements": "2020年100亿元，2021年110亿元。"}, gdp("100亿元", 100, 2020), gdp("110亿元", 110, 2021))  # fmt: skip
    with opened(tmp_path / "out", [later, told("乙省", 2020, {"achievements": "修路。"})]) as reports:
        frame = reports.describe("gdp")
    assert cells(frame, "year", "reports", "n", "masked", "missing") == [
        (2020, 2, 1, 0, 1),
        (2021, 1, 1, 0, 0),
    ]


def test_no_sum_of_rates_of_several_years_or_of_nested_places(tmp_path: Path) -> None:
    city = told("甲省", 2020, {"achievements": "生产总值60亿元。"}, gdp("60亿元", 60, 2020), city="东湖市")
    docs = [
        told(
            "甲省",
            2020,
            {"achievements": "生产总值100亿元，增长5%。"},
            gdp("100亿元", 100, 2020),
            rate("5%", 5, 2020),
        ),
        replace(city, source="市.txt"),
        told("甲省", 2021, {"achievements": "生产总值110亿元。"}, gdp("110亿元", 110, 2021)),
    ]
    with opened(tmp_path / "out", docs) as reports:
        frame = reports.describe("gdp").set_index(["year", "measure"])["sum"]
        assert frame[(2021, "level")] == 110e8
        assert pd.isna(frame[(2020, "level")]), "the city lies in the province"
        assert pd.isna(frame[(2020, "rate")])
        assert reports.describe("gdp", by=())["sum"].isna().all(), "two years"


def test_slips_of_ten_and_of_yi_are_found(tmp_path: Path) -> None:
    amounts = {2016: 100, 2017: 110, 2018: 1200, 2019: 130, 2020: 0.014, 2021: 150, 2022: 160}
    docs = [
        told("甲省", y, {"achievements": f"生产总值{a}亿元。"}, gdp(f"{a}亿元", a, y))
        for y, a in amounts.items()
    ]
    growth = {
        f"{n}省": g
        for n, g in zip("一二三四五六七八九", (6, 6.2, 6.4, 6.5, 6.6, 6.8, 7, 7.2, 78), strict=True)
    }
    docs += [
        told(p, 2020, {"achievements": f"增长{g}%。"}, rate(f"{g}%", g, 2020)) for p, g in growth.items()
    ]
    with opened(tmp_path / "out", docs) as reports:
        frame = reports.outliers()
    assert sorted(cells(frame, "place_id", "year", "slip")) == [
        ("九省", 2020, "far"), ("甲省", 2018, "ten"), ("甲省", 2020, "ten_thousand"),
    ]  # fmt: skip
    assert frame.set_index("place_id").at["九省", "expected"] == 6.6
    # (78 - 6.6) * 0.6745 / 0.4; deviations 0.6 0.4 0.2 0.1 0 0.2 0.4 0.6 71.4, their median 0.4.
    assert frame.set_index("place_id").at["九省", "score"] == pytest.approx(0.6745 * 71.4 / 0.4)


def test_targets_by_hand(reports: Reports) -> None:
    frame = reports.targets("gdp")
    rows = cells(frame, "place_id", "year", "verdict", "target", "outcome", "gap")
    assert sorted(rows) == [
        ("乙省", 2020, "missed", 5.0, -1.5, -6.5),
        ("甲省", 2020, "met", 8.0, 7.7, -0.3),  # 左右 leaves 0.4
        ("甲省", 2021, "not_comparable", 6.0, None, None),  # a level is stated, no growth
        ("甲省", 2022, "no_report", 7.0, None, None),
    ]
    strict = reports.targets("gdp", about=0.0, period="2020", place="甲省").iloc[0]
    assert strict["verdict"] == "missed"
    assert sorted(reports.trace(strict["row_id"]).sentences["quote"]) == ["7.7%", "8%左右"]


def test_a_target_shows_the_figure_that_it_cannot_be_compared_with(reports: Reports) -> None:
    frame = reports.targets("gdp").set_index(["place_id", "year"])
    row = frame.loc[("甲省", 2021)]
    assert (row["verdict"], row["outcome_quote"], row["outcome_source"]) == (
        "not_comparable",
        "360亿元",
        "甲省2021.txt",
    )
    assert pd.isna(row["outcome"])
    assert pd.isna(row["gap"])
    assert reports.facts.set_index("fact_id").at[row["outcome_fact"], "quote"] == "360亿元"
    assert sorted(reports.trace(row["row_id"]).sentences["quote"]) == ["360亿元", "6%—6.5%"]
    assert frame.loc[("甲省", 2022), ["outcome_quote", "outcome_fact"]].isna().all(), "no report"


def test_a_figure_of_several_years_is_not_silence(tmp_path: Path) -> None:
    """Aimed at 8 % for 2020; the report says what grew over five years, or over ten months, or since 2015."""
    spans = {"甲省": ("五年增长40%", year(2016, 2020), {}), "乙省": ("十个月增长9%", Period(date(2020, 1, 1), date(2020, 10, 31), ""), {}), "丙省": ("比2015年增长40%", year(2020), {"change_base": "较2015年"})}  # fmt: skip
    docs = [
        told(place, 2019, {"plans": f"{place}增长8%。"}, rate("8%", 8, 2020, status="target"))
        for place in (*spans, "丁省")
    ]
    for place, (text, when, more) in spans.items():
        quote = text[text.index("增长") + 2 :]
        docs.append(told(place, 2020, {"achievements": f"{text}。"}, rate(quote, 40, when, **more)))
    docs.append(told("丁省", 2020, {"achievements": "2015年增长7%，修路。"}, rate("7%", 7, 2015)))
    with opened(tmp_path / "out", docs) as reports:
        frame = reports.targets("gdp").set_index("place_id")
        assert frame["verdict"].to_dict() == {
            "甲省": "not_comparable", "乙省": "not_comparable", "丙省": "not_comparable", "丁省": "silent",
        }  # fmt: skip
        assert frame["outcome"].isna().all()
        row = frame.loc["甲省"]
        assert row["outcome_quote"] == "40%"
        assert sorted(reports.trace(row["row_id"]).sentences["quote"]) == ["40%", "8%"]


def test_of_several_figures_that_cannot_be_compared_the_most_like(tmp_path: Path) -> None:
    """Aimed at 8 % growth; the report states an increment, a level, and growth that is masked."""
    docs = [
        told("甲省", 2019, {"plans": "增长8%。"}, rate("8%", 8, 2020, status="target")),
        told("甲省", 2020, {"achievements": "生产总值300亿元，增加20亿元。"}, gdp("300亿元", 300, 2020), gdp("20亿元", 20, 2020, change="up")),
        told("乙省", 2019, {"plans": "达到500亿元。"}, gdp("500亿元", 500, 2020, status="target")),
        told("乙省", 2020, {"achievements": "增长5%，生产总值**亿元。"}, rate("5%", 5, 2020), gdp("**亿元", None, 2020)),
    ]  # fmt: skip
    with opened(tmp_path / "out", docs) as reports:
        frame = reports.targets("gdp").set_index("place_id")
    assert frame["verdict"].tolist() == ["not_comparable"] * 2
    assert frame["outcome_quote"].to_dict() == {"甲省": "20亿元", "乙省": "**亿元"}
    assert frame["outcome"].isna().all()


def test_values_with_a_qualifier_are_told(tmp_path: Path) -> None:
    docs = [
        told(
            "甲省",
            2020,
            {"achievements": "生产总值突破600亿元。"},
            gdp("600亿元", 600, 2020, qualifier="over"),
        ),
        told("乙省", 2020, {"achievements": "生产总值610亿元。"}, gdp("610亿元", 610, 2020)),
        told(
            "丙省",
            2020,
            {"achievements": "生产总值近500亿元。"},
            gdp("500亿元", 500, 2020, qualifier="nearly"),
        ),
    ]
    with opened(tmp_path / "out", docs) as reports:
        row = reports.describe("gdp").iloc[0]
        assert (row["n"], row["qualified"]) == (3, 2)
        assert cells(reports.ranks("gdp"), "place_id", "rank", "qualifier") == [
            ("乙省", 1, None), ("甲省", 2, "over"), ("丙省", 3, "nearly"),
        ]  # fmt: skip
        run = CliRunner().invoke(cli, ["ranks", "gdp", "--in", str(reports.path)])
        assert "2 of 3 values have a qualifier" in run.stderr


def test_a_description_of_all_leaves_out_what_has_no_figure(tmp_path: Path) -> None:
    """2020 states a level, 2021 growth, 2022 a level that is masked: two kinds in three years, three with a figure."""
    docs = [
        told("甲省", 2020, {"achievements": "生产总值100亿元。"}, gdp("100亿元", 100, 2020)),
        told("甲省", 2021, {"achievements": "增长5%。"}, rate("5%", 5, 2021)),
        told("甲省", 2022, {"achievements": "生产总值**亿元。"}, gdp("**亿元", None, 2022)),
    ]
    with opened(tmp_path / "out", docs) as reports:
        columns = ("year", "measure", "n", "masked", "missing")
        shown = [(2020, "level", 1, 0, 0), (2021, "rate", 1, 0, 0), (2022, "level", 0, 1, 0)]
        assert cells(reports.describe(), *columns) == shown
        run = CliRunner().invoke(cli, ["describe", "--in", str(reports.path)])
        assert "3 groups without any figure left out; name an indicator to see them" in run.stderr
        assert len(reports.describe("gdp")) == 6
        assert reports.describe("gdp")["missing"].sum() == 3


REAL: dict[str, Any] = {"growth_basis": "real"}
TERMS = [
    told(
        "甲省", 2019, {"plans": "实际增长8%。"},
        rate("8%", 8, 2020, status="target", **REAL),
    ),
    told(
        "甲省", 2020, {"achievements": "增长10.4%，实际增长7.4%。", "plans": "实际增长9%。"},
        rate("10.4%", 10.4, 2020), rate("7.4%", 7.4, 2020, **REAL), rate("9%", 9, 2021, status="target", **REAL),
    ),
    told("甲省", 2021, {"achievements": "增长9.5%。"}, rate("9.5%", 9.5, 2021)),
]  # fmt: skip


def test_real_growth_is_held_against_real_growth(tmp_path: Path) -> None:
    with opened(tmp_path / "out", TERMS) as reports:
        frame = reports.targets("gdp")
        rows = cells(frame, "year", "verdict", "outcome", "gap", "growth_basis", "outcome_basis")
        assert rows == [(2020, "missed", 7.4, -0.6, "real", "real"), (2021, "met", 9.5, 0.5, "real", None)]
        row = frame.iloc[0]
        assert sorted(reports.trace(row["row_id"]).sentences["quote"]) == ["7.4%", "8%"]


def test_the_panel_keeps_real_and_nominal_growth_apart(tmp_path: Path) -> None:
    with opened(tmp_path / "out", TERMS) as reports:
        both = reports.panel("gdp", stated=True, period="2020").iloc[0]
        assert (both["value"], both["claims"], both["conflict"]) == (10.4, 2, False)
        assert pd.isna(both["growth_basis"])
        real = reports.panel("gdp", stated=True, basis="real")
        assert cells(real, "year", "value", "growth_basis") == [(2020, 7.4, "real")]
        assert len(reports.panel("gdp", stated=True, basis="unsaid")) == 2


def test_an_indicator_by_one_character_or_by_what_is_none_is_told_with_near_ones(reports: Reports) -> None:
    with pytest.raises(
        UsageError, match=r"the catalogue has no indicator 财; it has, for example: .*财政收入"
    ):
        reports.panel("财")
    # The catalogue lists 会议 among what is no indicator: it is neither taken nor offered.
    for name in ("会议", "不是指标"):
        with pytest.raises(UsageError, match=f"the catalogue has no indicator {name}; it has") as told:
            reports.panel(name)
        assert "会议" not in str(told.value).partition("for example: ")[2].split(", ")


@pytest.mark.parametrize(
    ("value", "every", "wanted"),
    [
        ("财", ["财政收入", "农户", "财政"], ["财政", "财政收入"]),
        ("浙江", ["浙江省", "江西省"], ["浙江省"]),
        ("甲省乙市", ["甲省", "丙县", "乙市"], ["乙市", "甲省"]),
        ("甲县", ["甲乙镇", "甲市"], ["甲市"]),
        ("专题大会议", ["召开会议", "修路"], ["召开会议"]),
        ("修路", ["造林"], []),
    ],
)
def test_near_values(value: str, every: list[str], wanted: list[str]) -> None:
    assert near(value, every) == wanted


def test_what_is_stated_on_another_basis_is_not_called_unstated(tmp_path: Path) -> None:
    silent = told("甲省", 2022, {"achievements": "修路。"})
    with opened(
        tmp_path / "out", [*TERMS, silent, told("乙省", 2021, {"achievements": "修桥。"})]
    ) as reports:
        frame = reports.panel("gdp", basis="real", period="2020-2022")
        rows = cells(frame, "place_id", "year", "cell", "value", "claims")
        assert rows == [
            ("乙省", 2020, "no_report", None, 0), ("乙省", 2021, "not_stated", None, 0), ("乙省", 2022, "no_report", None, 0),
            ("甲省", 2020, "value", 7.4, 1), ("甲省", 2021, "other_basis", None, 0), ("甲省", 2022, "not_stated", None, 0),
        ]  # fmt: skip
        row = frame.iloc[4]
        assert row["source"] == reports.panel("gdp", period="2021", stated=True)["source"][0]
        assert reports.trace(row["row_id"]).why == (
            f"no figure is behind this row: {row['source']} states it on another basis than was asked for"
        )
        assert "1 other_basis" in " ".join(frame.attrs["reporttext"]["notes"])


def test_a_figure_that_says_its_year_stands_before_one_that_inherits_it(tmp_path: Path) -> None:
    def when(text: str) -> Period:
        return Period(date(2020, 1, 1), date(2020, 12, 31), text)

    doc = told(
        "甲省", 2020, {"achievements": "生产总值331亿元。2020年生产总值340亿元。"},
        gdp("331亿元", 331, when("五年来")), gdp("340亿元", 340, when("2020年")),
    )  # fmt: skip
    with opened(tmp_path / "out", [doc]) as reports:
        row = reports.panel("gdp", stated=True).iloc[0]
    assert (row["quote"], row["conflict"]) == ("340亿元", True)


def test_a_silent_report_and_targets_to_stay_below(tmp_path: Path) -> None:
    def jobless(quote: str, percent: float, when: int, **more: Any) -> tuple[str, dict[str, Any]]:
        quantity = Quantity(Decimal(str(percent)), None, "%", more.pop("qualifier", None))
        record = {
            "kind": "ratio",
            "indicator": "城镇登记失业率",
            "indicator_id": "registered_unemployment",
            "quantity": quantity,
        }
        return quote, {**record, "period": year(when), **more}

    docs = [
        told("甲省", 2019, {"plans": "失业率4.5%以内，增长6%。"}, jobless("4.5%以内", 4.5, 2020, qualifier="under", status="target"), rate("6%", 6, 2020, status="target")),
        told("甲省", 2020, {"achievements": "失业率4.2%。"}, jobless("4.2%", 4.2, 2020)),
    ]  # fmt: skip
    with opened(tmp_path / "out", docs) as reports:
        frame = reports.targets().set_index("indicator_id")
    assert frame["verdict"].to_dict() == {"gdp": "silent", "registered_unemployment": "met"}
    assert frame.at["registered_unemployment", "gap"] == 0.3


@pytest.mark.parametrize(
    ("amount", "slip"),
    [
        (550, None), (1300, "ten"), (13, "ten"), (3.3, None), (13000, "hundred"), (0.13, "thousand"), (0.005, "ten_thousand"),
        (0.0013, "hundred_thousand"), (1.3e8, "million"), (1.3e9, "ten_million"), (3e-6, "hundred_million"), (3e-7, None),
    ],
)  # fmt: skip
def test_every_power_of_ten_up_to_yi_is_a_slip(tmp_path: Path, amount: float, slip: str | None) -> None:
    """Against a median of 130: 1300 is ten times, 3.3 nearly forty times less, which is near no power of ten."""
    docs = [
        told("甲省", y, {"achievements": f"{y}年{a}亿元。"}, gdp(f"{a}亿元", a, y))
        for y, a in {2018: 120, 2019: 130, 2020: amount, 2021: 140}.items()
    ]
    with opened(tmp_path / "out", docs) as reports:
        frame = reports.outliers()
    assert [(row.year, row.slip) for row in frame.itertuples()] == ([(2020, slip)] if slip else [])


def test_more_is_better_of_what_is_to_be_reduced(tmp_path: Path) -> None:
    """A reduction is stored negative: of 200 households fewer, 260 fewer is met by 60, and 150 fewer misses by 50."""

    def fewer(quote: str, households: int, when: int, **more: Any) -> tuple[str, dict[str, Any]]:
        quantity = Quantity(Decimal(households), None, "户")
        record = {
            "kind": "count",
            "indicator": "市场主体",
            "indicator_id": "market_subjects",
            "change": "down",
        }
        return quote, {**record, "quantity": quantity, "period": year(when), **more}

    docs = [
        told("甲省", 2019, {"plans": "减少200户。"}, fewer("200户", 200, 2020, status="target")),
        told("甲省", 2020, {"achievements": "减少260户。"}, fewer("260户", 260, 2020)),
        told("乙省", 2019, {"plans": "市场主体减少200户。"}, fewer("200户", 200, 2020, status="target")),
        told("乙省", 2020, {"achievements": "减少150户。"}, fewer("150户", 150, 2020)),
        # Growth that is feared to fall by 7 % is better falling by 5 %; one to fall by 3 % at most is missed by a fall of 5 %.
        told("丙省", 2019, {"plans": "下降7%。"}, rate("7%", 7, 2020, status="target", change="down")),
        told("丙省", 2020, {"achievements": "下降5%。"}, rate("5%", 5, 2020, change="down")),
        told("丁省", 2019, {"plans": "降幅在3%以内。"}, rate("3%以内", 3, 2020, status="target", change="down", qualifier="under")),
        told("丁省", 2020, {"achievements": "生产总值下降5%。"}, rate("5%", 5, 2020, change="down")),
    ]  # fmt: skip
    with opened(tmp_path / "out", docs) as reports:
        frame = reports.targets()
    assert sorted(cells(frame, "place_id", "target", "outcome", "verdict", "gap")) == [
        ("丁省", -3.0, -5.0, "missed", -2.0),
        ("丙省", -7.0, -5.0, "met", 2.0),
        ("乙省", -200.0, -150.0, "missed", -50.0),
        ("甲省", -200.0, -260.0, "met", 60.0),
    ]


def test_people_lifted_out_of_poverty_are_one_number_however_it_is_told(tmp_path: Path) -> None:
    """减少贫困人口 and 贫困人口脱贫 are the same people: both a number, held against each other."""
    record = {"kind": "count", "indicator_id": "people_out_of_poverty", "period": year(2020)}
    aim = {**record, "indicator": "减少贫困人口", "change": "down", "status": "target"}
    docs = [
        told("甲省", 2019, {"plans": "减少贫困人口300人。"}, ("300人", {**aim, "quantity": Quantity(Decimal(300), None, "人")})),
        told("甲省", 2020, {"achievements": "贫困人口脱贫360人。"}, ("360人", {**record, "indicator": "贫困人口脱贫", "quantity": Quantity(Decimal(360), None, "人")})),
    ]  # fmt: skip
    with opened(tmp_path / "out", docs) as reports:
        frame = reports.targets()
    assert cells(frame, "target", "outcome", "verdict", "gap") == [(300.0, 360.0, "met", 60.0)]


def test_wordings_by_hand(reports: Reports) -> None:
    frame = reports.wordings()
    assert cells(frame, "year", "wording", "force", "targets", "targets_all", "share") == [
        (2020, "about", "soft", 1, 2, 0.5), (2020, "expected", "soft", 1, 2, 0.5),
        (2021, "expected", "soft", 1, 1, 1.0), (2021, "range", "soft", 1, 1, 1.0),
        (2022, "above", "firm", 1, 1, 1.0), (2022, "strive", "soft", 1, 1, 1.0),
    ]  # fmt: skip
    with pytest.raises(UsageError, match="section"):
        reports.wordings(by="section")


def bridges(place: str, *wordings: str) -> Document:
    body = "".join(f"{wording}{n + 1}座。" for n, wording in enumerate(wordings))
    doc = report(place, 2020, {"achievements": body})
    facts = [
        fact(doc, f"{n + 1}座", indicator=w, quantity=Quantity(Decimal(n + 1), None, "座"), period=year(2020))
        for n, w in enumerate(wordings)
    ]
    return replace(doc, facts=tuple(facts))


@pytest.fixture
def free(tmp_path: Path) -> Iterator[Reports]:
    docs = [
        bridges("甲省", "改造农村旧桥", "新建农村旧桥"), bridges("乙省", "改造农村旧桥梁", "种树"), bridges("丙省", "完成改造农村旧桥"),
        bridges("丁省", "改造城镇旧桥"),
    ]  # fmt: skip
    with opened(tmp_path / "free", docs) as made:
        yield made


def test_wordings_are_grouped_unless_a_word_tells_them_apart(free: Reports) -> None:
    frame = free.indicators(least=1, threshold=0.5).set_index("wording")
    groups = frame["indicator_id"]
    assert groups["改造农村旧桥"] == groups["改造农村旧桥梁"]
    assert len({groups[w] for w in ("改造农村旧桥", "新建农村旧桥", "改造城镇旧桥", "种树")}) == 4
    assert frame.at["改造农村旧桥", "score"] == 1.0
    assert 0.5 <= frame.at["改造农村旧桥梁", "score"] < 1
    assert free.indicators(least=1, threshold=0.5)["row_id"].tolist() == frame["row_id"].tolist()
    with pytest.raises(UsageError, match="threshold"):
        free.indicators(threshold=2)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_edited_table_is_kept_and_used(free: Reports, form: str, tmp_path: Path) -> None:
    file = tmp_path / f"建议.{form}"
    arguments = ["indicators", "--in", str(free.path), "--least", "1", "--threshold", "0.5"]
    run = CliRunner().invoke(cli, [*arguments, "-o", str(file)])
    assert run.exit_code == 0, run.output
    run = CliRunner().invoke(cli, ["indicators", "--in", str(free.path), "--accept", str(file)])
    assert run.exit_code == 0, run.output
    assert "kept in" in run.stderr
    frame = free.panel("改造农村旧桥", stated=True)
    assert sorted(cells(frame, "place_id", "value")) == [("丙省", 1.0), ("乙省", 1.0), ("甲省", 1.0)]
    again = free.indicators(least=1).set_index("wording")
    assert (again["by"] == "catalogue").all()


def test_an_edited_row_moves_a_wording(free: Reports, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(
        "指标编号,指标名称,写法,规范单位\r\nbridges,改造旧桥,改造农村旧桥,座\r\nbridges,改造旧桥,改造城镇旧桥,座\r\n,,种树,座\r\n".encode(
            "gb18030"
        )
    )
    kept, indicators, wordings = free.accept_indicators(file)
    assert (indicators, wordings) == (1, 2)
    assert '[catalogue.entries."bridges"]' in kept.read_text("utf-8")
    assert sorted(free.panel("改造旧桥", stated=True)["place_id"]) == ["丁省", "丙省", "甲省"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a,b\n1,2\n", "no column indicator_id"),
        (
            "indicator_id,indicator,wording,unit\nx,甲,路,座\ny,乙,路,座\n",
            "row 3: “路” is x in one row and y in another",
        ),
        ("indicator_id,indicator,wording,unit\na b,甲,路,座\n", "without blanks"),
    ],
)
def test_a_wrong_table_is_told_and_nothing_kept(free: Reports, text: str, fault: str, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(text, "utf-8")
    with pytest.raises((UsageError, RuleError), match=fault):
        free.accept_indicators(file)
    assert not (free.path / "indicators.toml").exists()


def test_a_mark_passed_stands_behind_the_value(tmp_path: Path) -> None:
    doc = told(
        "甲省", 2020, {"achievements": "生产总值跨上300亿元台阶，达到346亿元。"}, gdp("300亿元", 300, 2020), gdp("346亿元", 346, 2020)
    )  # fmt: skip
    alone = told("乙省", 2020, {"achievements": "生产总值迈上500亿元新台阶。"}, gdp("500亿元", 500, 2020))
    with opened(tmp_path / "out", [doc, alone]) as reports:
        frame = reports.panel("gdp", stated=True)
    assert sorted(cells(frame, "place_id", "quote", "qualifier", "conflict")) == [
        ("乙省", "500亿元", "over", False), ("甲省", "346亿元", None, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name", ["panel", "describe", "ranks", "outliers", "targets", "wordings", "indicators"]
)
def test_an_archive_without_any_figure(name: str, tmp_path: Path) -> None:
    with opened(tmp_path / "out", [report("甲省", 2020, {"achievements": "修路。"})]) as reports:
        assert getattr(reports, name)().empty
        run = CliRunner().invoke(cli, [name, "--in", str(reports.path), "-o", str(tmp_path / "a.xlsx")])
        assert run.exit_code == 0, run.output
