"""Plots: the files are written, hold what the statistic says, are the same again, and never draw a box for a character."""

from __future__ import annotations

import csv
import math
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from reporttext.api import Reports
from reporttext.cli import cli
from reporttext.errors import ReporttextError, UsageError
from reporttext.model import Document
from reporttext.outputs.plots import fonts, style
from reporttext.outputs.plots.kinds import PLOTS
from reporttext.outputs.plots.write import quoted
from reporttext.stats.compute import compute
from reporttext.tables import codes
from small_archives import opened
from test_panel import gdp, rate, told

pytest.importorskip("matplotlib")

REPORTS = [
    told("甲省", 2018, {"achievements": "发展，改革，$x_。生产总值300亿元。"}, gdp("300亿元", 300, 2018)),
    told("甲省", 2019, {"achievements": "改革。生产总值**亿元。"}, gdp("**亿元", None, 2019)),
    told("甲省", 2021, {"achievements": "生产总值达到360亿元。"}, gdp("360亿元", 360, 2021)),
    told("甲省", 2022, {"achievements": "创新。生产总值400亿元。"}, gdp("400亿元", 400, 2022)),
    told("乙省", 2018, {"achievements": "创新。增长8%。"}, rate("8%", 8, 2018)),
    told(
        "乙省", 2022, {"achievements": "发展。生产总值90亿元。", "plans": "发展。"}, gdp("90亿元", 90, 2022)
    ),
]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reports]:
    with opened(tmp_path_factory.mktemp("plots") / "out", REPORTS) as made:
        yield made


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def lines(reports: Reports, name: str, **given: Any) -> list[dict[str, dict[int, float]]]:
    """What a plot draws: for each of its axes, by label, x and y of the points that are there."""
    plot = PLOTS[name]
    own = {p.name: given.pop(p.name, p.default) for p in plot.parameters}
    with style.setting():
        fonts.use(None)
        _, figure = plot.draw(style.Sheet("zh"), compute(reports, plot.statistic, **given), **own)
    return [
        {
            str(line.get_label()): {
                int(x): float(y) for x, y in zip(*line.get_data(), strict=True) if not math.isnan(y)
            }
            for line in axes.get_lines()
        }
        for axes in figure.axes
    ]


GIVEN = {
    "trends": {"terms": ["发展", "创新"]},
    "panel": {"indicator": ["地区生产总值"], "measure": ["level"]},
    "shares": {"of": "theme"},
}


@pytest.mark.parametrize("name", ["trends", "panel", "shares"])
@pytest.mark.parametrize("form", ["png", "svg"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_picture_and_data(reports: Reports, tmp_path: Path, name: str, form: str, language: str) -> None:
    """The picture is one of its format; the csv has rows of the statistic, with the ids that trace knows."""
    given = GIVEN[name] if name != "shares" else {}
    done = reports.plot(name, tmp_path / f"a.{form}", language=language, **given)
    if form == "png":
        assert done.file.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    else:
        assert ET.parse(done.file).getroot().tag == "{http://www.w3.org/2000/svg}svg"
    frame = getattr(reports, name)(save=False, **given)
    ids = [row["row_id"] for row in rows(done.data)]
    assert len(ids) == done.drawn > 0
    assert set(ids) <= set(frame["row_id"])
    value = {"trends": "per_10000", "panel": "value", "shares": "share"}[name]
    wanted = dict(zip(frame["row_id"], frame[value], strict=True))
    for row in rows(done.data):
        if row[value]:
            assert float(row[value]) == pytest.approx(wanted[row["row_id"]], rel=1e-11)
    assert reports.trace(ids[0]).name == name
    assert f"reporttext {name}" in done.about


@pytest.mark.parametrize("form", ["png", "svg"])
def test_the_same_bytes_again_whatever_the_user_set(reports: Reports, tmp_path: Path, form: str) -> None:
    import matplotlib as mpl

    first = reports.plot("trends", tmp_path / f"a.{form}", terms=["发展"]).file.read_bytes()
    with mpl.rc_context(
        {"axes.facecolor": "black", "font.size": 40, "svg.hashsalt": "mine", "figure.dpi": 31}
    ):
        again = reports.plot("trends", tmp_path / f"b.{form}", terms=["发展"]).file.read_bytes()
        assert mpl.rcParams["font.size"] == 40
    assert first == again
    assert str(tmp_path).encode() not in first


def test_trends_draw_the_rate_with_gaps(reports: Reports) -> None:
    frame = reports.trends(["发展"], save=False).set_index("year")["per_10000"]
    top, bars = lines(reports, "trends", terms=["发展"])
    assert top["发展"] == pytest.approx(frame.to_dict())
    assert set(top["发展"]) == {2018, 2019, 2021, 2022}, "2020 has no report and is a gap"
    assert bars == {}
    shares = lines(reports, "trends", terms=["发展"], measure="share")[0]["发展"]
    assert shares == {2018: 0.5, 2019: 0, 2021: 0, 2022: 0.5}


def test_trends_in_panels_show_every_point(reports: Reports) -> None:
    """The axes are as high as the highest of all panels, drawn first or last."""
    plot = PLOTS["trends"]
    with style.setting():
        fonts.use(None)
        result = compute(reports, plot.statistic, terms=["发展"], by=("year", "place"))
        drawn, figure = plot.draw(style.Sheet("zh"), result, measure="count")
    assert len(drawn) == result.rows.num_rows == 6
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["甲省  n=4", "乙省  n=2"]
    assert all(axes.get_ylim()[0] == 0 and axes.get_ylim()[1] >= 2 for axes in figure.axes)


def test_the_panel_draws_values_gaps_and_masks(reports: Reports) -> None:
    (axes,) = lines(reports, "panel", indicator=["地区生产总值"], measure=["level"])
    assert axes["甲省"] == {2018: 300, 2021: 360, 2022: 400}, (
        "in 亿元; 2019 blanked out, 2020 without a report"
    )
    assert axes["乙省"] == {2022: 90}
    marks = [points for label, points in axes.items() if label.startswith("_")]
    assert [list(points) for points in marks] == [[2019]], "the × of 2019"


def test_one_series_is_drawn_and_the_others_are_told(reports: Reports, tmp_path: Path) -> None:
    done = reports.plot("panel", tmp_path / "a.png", indicator=["地区生产总值"])
    assert {row["measure"] for row in rows(done.data)} == {"level"}
    assert any("1 figures in % (--status achieved --measure rate --scope total)" in n for n in done.notes)


def test_sections_in_bars_add_up(reports: Reports) -> None:
    plot = PLOTS["shares"]
    with style.setting():
        fonts.use(None)
        result = compute(reports, plot.statistic, by=("place",))
        _, figure = plot.draw(style.Sheet("en"), result, themes=20)
    (axes,) = figure.axes
    found: dict[int, float] = {}
    for bar in axes.patches:
        row = round(bar.get_y() + bar.get_height() / 2)
        found[row] = found.get(row, 0) + bar.get_width()
    assert found == pytest.approx({0: 1, 1: 1})
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["achievements", "plans"]


def test_a_map_of_themes(tmp_path: Path) -> None:
    """Education in both reports (on 2019 and 2021), farming in one: the theme of most characters is drawn, the other is told."""
    import reporttext as rt

    texts = (
        "甲县2020年政府工作报告\n\n一、教育\n新建小学学校两所，教师教育培训，义务教育。\n二、农业\n粮食种植，农田水利，农业农村。\n",
        "甲县2022年政府工作报告\n\n一、教育\n新建小学学校两所，教师教育培训，义务教育。\n",
    )
    documents = [rt.analyse(Document(text, source=f"{n}.txt")) for n, text in enumerate(texts)]
    with opened(tmp_path / "out", documents) as own:
        frame = own.shares(of="theme", save=False)
        done = own.plot("shares", tmp_path / "a.svg", of="theme", themes=1)
    assert set(frame["value"]) == {"教育", "农业农村"}
    assert [(row["year"], row["value"]) for row in rows(done.data)] == [("2019", "教育"), ("2021", "教育")]
    assert any("the 1 themes of the largest shares; 1 are left out" in note for note in done.notes)


def test_a_csv_of_the_users_own_is_not_written_over(reports: Reports, tmp_path: Path) -> None:
    mine = tmp_path / "metadata.csv"
    mine.write_text("source,place\n", "utf-8")
    with pytest.raises(UsageError, match=r"metadata\.csv is there and holds no rows of a plot"):
        reports.plot("trends", tmp_path / "metadata.png", terms=["发展"])
    assert mine.read_text("utf-8") == "source,place\n"
    for _ in range(2):
        done = reports.plot("trends", tmp_path / "a.png", terms=["发展"])
    assert len(rows(done.data)) == 4


def test_text_of_a_report_is_no_formula_and_no_markup(reports: Reports, tmp_path: Path) -> None:
    done = reports.plot(
        "trends", tmp_path / "a.svg", terms=["$x_", "_改<革>&"], count="text", title="$\\frac{$ <b>"
    )
    assert ET.parse(done.file).getroot() is not None
    assert rows(done.data)[0]["term"] == "$x_"


@pytest.mark.parametrize(
    ("name", "given", "fault"),
    [
        ("trends", {"terms": ["发展"], "by": ("place",)}, "over years"),
        ("trends", {"terms": list("甲乙丙丁戊己庚辛壬癸子丑寅")}, "at most 12"),
        ("shares", {"by": ("year", "place")}, "one group"),
        ("panel", {"indicator": ["地区生产总值"], "place": ["丙省"]}, "no report is chosen"),
        (
            "panel",
            {"indicator": ["地区生产总值"], "status": ["problem"]},
            "none of the reports chosen states",
        ),
        ("turnover", {}, "there are: panel, shares, trends"),
    ],
)
def test_wrong_calls_say_why(
    reports: Reports, tmp_path: Path, name: str, given: dict[str, Any], fault: str
) -> None:
    with pytest.raises(UsageError, match=fault):
        reports.plot(name, tmp_path / "a.png", **given)
    assert not list(tmp_path.iterdir())


def test_places_are_named_as_far_as_they_differ() -> None:
    assert style.short(["省/甲县/东镇", "省/乙县/东镇", "省/乙县/西镇"]) == [
        "甲县/东镇",
        "乙县/东镇",
        "西镇",
    ]


def test_a_caption_breaks_between_words() -> None:
    lines = style.wrapped("每组 1,639 至 8,234 字；没有报告的年份断开", 14)
    assert lines == ["每组 1,639 至", "8,234 字；没有", "报告的年份断开"]
    assert style.wrapped("years without a report", 9) == ["years", "without a", "report"]


# fonts


def test_our_font_has_what_we_write() -> None:
    with style.setting():
        fonts.use(None)
        have = fonts._characters("Reporttext Sans")
    said = {c for language in ("zh", "en") for text in style.words(language).values() for c in text}
    said |= {c for names in codes().values() for pair in names.values() for text in pair for c in text}
    assert not {c for c in said if not c.isspace()} - have
    assert set("云陂镇荻浦街道沙棠镇苎坪乡") <= have
    assert len(have) > 7000


def test_a_character_without_a_font_is_an_error_that_names_the_remedy(
    reports: Reports, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a machine without Chinese fonts: a rare character, and one that no font has."""
    monkeypatch.setattr(fonts, "SYSTEM", ())
    monkeypatch.setattr(fonts.complete, "__kwdefaults__", {"system": ()})
    with pytest.raises(ReporttextError) as told_:
        reports.plot("trends", tmp_path / "a.png", terms=["发展"], title="𠮷镇")
    assert "𠮷 (U+20BB7)" in str(told_.value)
    for word in ("apt install", "dnf install", "Windows", "--font FILE"):
        assert word in str(told_.value)
    assert not list(tmp_path.iterdir())


@pytest.mark.filterwarnings("error")
def test_chinese_needs_no_font_of_the_machine(
    reports: Reports, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts.complete, "__kwdefaults__", {"system": ()})
    for name, given in GIVEN.items():
        reports.plot(name, tmp_path / "a.png", **(given if name != "shares" else {}))


def test_a_font_of_the_users_own(reports: Reports, tmp_path: Path) -> None:
    """Any font file goes; what it lacks is taken from ours."""
    import matplotlib as mpl

    latin = Path(mpl.get_data_path()) / "fonts" / "ttf" / "STIXGeneral.ttf"
    plain = reports.plot("trends", tmp_path / "a.svg", terms=["发展"]).file.read_bytes()
    other = reports.plot("trends", tmp_path / "b.svg", terms=["发展"], font=latin).file.read_bytes()
    assert plain != other
    assert b"STIXGeneral" in other
    (tmp_path / "no.ttf").write_text("no font")
    with pytest.raises(UsageError, match=r"no\.ttf cannot be used as a font"):
        reports.plot("trends", tmp_path / "c.svg", terms=["发展"], font=tmp_path / "no.ttf")
    with pytest.raises(UsageError, match="is not there"):
        reports.plot("trends", tmp_path / "c.svg", terms=["发展"], font=tmp_path / "absent.ttf")


# the command


def test_the_command(reports: Reports, tmp_path: Path) -> None:
    out, file = str(reports.path), tmp_path / "a.png"
    call = ["plot", "trends", "发展", "--by", "year,place", "--year", "2018-", "--in", out, "-o", str(file)]
    done = CliRunner().invoke(cli, call)
    assert done.exit_code == 0, done.output
    assert done.stdout == ""
    assert "6 reports" in done.stderr
    assert f"reporttext trends 发展 --by year,place --year 2018- --in {quoted(out)}" in done.stderr
    assert file.is_file()
    assert len(rows(file.with_suffix(".csv"))) == 6
    wrong = CliRunner().invoke(cli, ["plot", "trends", "发展", "--in", out, "-o", "a.pdf"])
    assert (wrong.exit_code, "a plot is a .png or .svg file" in wrong.stderr) == (2, True)


def test_without_matplotlib_the_extra_is_named(
    reports: Reports, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "matplotlib", None)
    with pytest.raises(ReporttextError, match=r'pip install "reporttext\[plots\]"'):
        reports.plot("trends", tmp_path / "a.png", terms=["发展"])
