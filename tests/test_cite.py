"""What a statistic is, told with its rows: definitions, references, every form, the command, intervals."""

from __future__ import annotations

import ast
import csv
import json
import math
import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from scipy.stats import binomtest, poisson
from scipy.stats.contingency import relative_risk

import reporttext
from reporttext.api import Reports
from reporttext.cli import cli
from reporttext.errors import RuleError
from reporttext.outputs import csvw
from reporttext.stats import STATISTICS, intervals, saved
from reporttext.stats.compute import compute
from reporttext.stats.description import as_text, defined, described
from reporttext.stats.selection import selection
from reporttext.stats.statistic import Found, Statistic
from reporttext.store import connect
from reporttext.store.folder import Folder
from reporttext.tables import Column, Table
from reporttext.tables import references as of_references
from reporttext.tables import statistics as of_statistics
from reporttext.tables.references import bibliography, references
from reporttext.tables.statistics import methods
from small_archives import opened, report

MADE = [
    report("甲省", 2020, {"achievements": "修路成效好，种树忙。", "plans": "明年修路，修路，再种树。"}),
    report("甲省", 2021, {"achievements": "修路又快。种树修路。", "plans": "建桥种树。"}),
    report("乙省", 2020, {"achievements": "种树三件。修路种树。", "problems": "路不够，种树难。"}),
]
ASKED = {"terms": ["修路", "种树"], "section": "achievements", "by": "place"}
COMMAND = ["trends", "修路", "种树", "--section", "achievements", "--by", "place"]


@pytest.fixture
def reports(tmp_path: Path) -> Iterator[Reports]:
    with opened(tmp_path / "out", MADE) as made:
        yield made


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments])


def written(reports: Reports, file: Path, *more: str) -> Path:
    done = run(*COMMAND, "--in", reports.path, "-o", file, *more)
    assert done.exit_code == 0, done.output
    return file


def trends(reports: Reports) -> dict[str, object]:
    return compute(reports, STATISTICS["trends"], **ASKED).description


# Definitions and references


def test_every_statistic_is_described_and_nothing_else() -> None:
    assert set(methods()) == set(STATISTICS)


@pytest.mark.parametrize("name", STATISTICS)
def test_a_description_is_complete(name: str) -> None:
    method, statistic = methods()[name], STATISTICS[name]
    assert set(method.formula) <= {column.name for column in statistic.columns}
    assert all(version(package) for package in method.software)
    assert re.search("[一-龥]", method.definition[0] + method.counted[0])
    assert not re.search("[一-龥]", method.counted[1])
    assert method.sources
    assert "reporttext" in [source.key for source in method.sources], "the program is always cited"


@pytest.mark.parametrize("name", STATISTICS)
def test_the_works_that_a_docstring_names_are_cited_in_full(name: str) -> None:
    cited = {str(source.year) for source in methods()[name].sources}
    named = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?=\))", STATISTICS[name].about))
    assert named <= cited, "a year in brackets that no work has"


def test_references_are_complete_and_all_used() -> None:
    used = {source.key for method in methods().values() for source in method.sources}
    assert used == set(references())
    for key, one in references().items():
        family = re.sub(
            "[^a-z]", "", one.author[0].partition(",")[0].lower().replace("ý", "y").replace("ä", "a")
        )
        assert key == "reporttext" or key == f"{family}{one.year}"
        assert re.fullmatch(r"10\.\d{4,9}/\S+", one.more.get("doi", "10.1000/x"))
        assert "-" not in one.more.get("pages", ""), "pages have an en dash"
        assert one.text().count(str(one.year)) >= 1
        assert "None" not in one.text()
    assert reporttext.__version__ in references()["reporttext"].text()


def test_a_reference_as_text() -> None:
    assert references()["benjamini1995"].text() == (
        "Benjamini, Y. & Hochberg, Y. (1995). Controlling the false discovery rate: A practical and powerful approach to "
        "multiple testing. Journal of the Royal Statistical Society, Series B, 57(1), 289–300. "
        "https://doi.org/10.1111/j.2517-6161.1995.tb02031.x"
    )
    assert references()["kendall1975"].text() == (
        "Kendall, M. G. (1975). Rank correlation methods (4th ed.). London: Charles Griffin."
    )


def test_bibtex() -> None:
    entries = bibliography(["salton1988", "reporttext", "salton1988"]).split("\n\n")
    assert len(entries) == 2
    assert entries[0].splitlines()[:2] == [
        "@article{salton1988,", "  author = {Salton, Gerard and Buckley, Christopher},"
    ]  # fmt: skip
    assert r"journal = {Information Processing \& Management}," in entries[0]
    assert "pages = {513--523}" in entries[0]
    assert "  author = {{The reporttext authors}}," in entries[1]
    whole = bibliography()
    assert re.findall(r"^@\w+\{(\w+),$", whole, re.MULTILINE) == list(references())
    assert whole.count("{") == whole.count("}")


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"type": "film"}, "type must be one of"),
        ({"type": "article", "author": ["A, B"], "year": 1, "title": "t", "journal": "j", "pages": "1"}, "has no volume"),
        ({"type": "software", "author": ["A"], "year": 1, "title": "t", "colour": "red"}, "colour is no field"),
    ],
)  # fmt: skip
def test_a_bad_reference_is_told(entry: dict[str, object], told: str) -> None:
    with pytest.raises(RuleError, match=told):
        of_references._reference("x", entry)


GOOD = {"definition": ["甲", "a"], "counted": ["乙", "b"], "formula": {"x": "y"}, "sources": ["mann1945"]}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"definition": ["甲"]}, "a Chinese and an English"),
        ({"counted": None}, "counted must be a list"),
        ({"formula": {}}, "formula"),
        ({"sources": ["nobody1900"]}, "nobody1900 is not in references.toml"),
        ({"colour": "red"}, "the entry “colour”"),
    ],
)
def test_a_bad_description_is_told(change: dict[str, object], told: str) -> None:
    assert [s.key for s in of_statistics._method("x", GOOD).sources] == ["mann1945", "reporttext"]
    with pytest.raises(RuleError, match=told):
        of_statistics._method("x", GOOD | change)


def test_formulas_are_what_is_computed(reports: Reports) -> None:
    """Each formula that is an expression of columns alone, on rows of a small archive."""
    asked: dict[str, dict[str, object]] = {
        "trends": {"terms": ["修路", "种树"]},
        "keyness": {"group": "place=甲省", "least": 1},
        "shares": {},
        "edges": {"terms": ["修路", "种树"], "least": 1},
        "collocations": {"term": "修路", "least": 1},
        "keywords": {},
        "concepts": {},
    }
    lists = reports.path.parent / "lists.toml"
    lists.write_text('建设 = ["修路", "种树"]', "utf-8")
    asked["concepts"]["lists"] = str(lists)
    known = {"min": min, "log2": math.log2, "ln": math.log, "sqrt": math.sqrt}
    checked = set()
    for name, given in asked.items():
        rows = compute(reports, STATISTICS[name], **given).rows.to_pylist()
        assert rows, name
        for column, formula in methods()[name].formula.items():
            try:
                names = {n.id for n in ast.walk(ast.parse(formula, mode="eval")) if isinstance(n, ast.Name)}
            except SyntaxError:
                continue
            if not names <= {*rows[0], *known}:
                continue
            for row in rows:
                assert eval(formula, known, row) == pytest.approx(row[column]), (name, column)
            checked.add((name, column))
    assert {name for name, _ in checked} == set(asked)
    assert len(checked) >= 12


# What a result says


def test_what_was_asked_over_what_and_by_which_versions(reports: Reports) -> None:
    told = trends(reports)
    assert told["parameters"] == {
        "terms": ["修路", "种树"], "top": 50, "count": "auto", "year": [], "place": [], "section": ["achievements"], "where": [],
        "by": ["place"],
    }  # fmt: skip
    words = reports.sql("select sum(count)::int as n from terms where section = 'achievements'")["n"][0]
    assert told["selection"] == {"reports": 3, "words": words}
    assert told["versions"]["reporttext"] == reporttext.__version__
    assert set(told["versions"]) == {"reporttext", "duckdb", "numpy", "scipy"}
    assert told["notes"] == ["3 reports; no copies among them"]
    assert [source["key"] for source in told["references"]] == ["reporttext", "garwood1936", "wilson1927"]
    whole = compute(reports, STATISTICS["shares"], year=2021).description["selection"]
    assert whole == {"reports": 1, "words": reports.documents.set_index("source")["tokens"]["甲省2021.txt"]}


def test_the_archive_is_that_of_the_last_run(reports: Reports) -> None:
    path = reports.path
    reports.close()
    with connect(Folder(path).database) as con:
        for day, key in ((1, "older"), (2, "newer")):
            con.execute(
                "insert into main.runs (run_id, started_at, analysis_key, inputs_sha256) values (?, ?, ?, ?)",
                [str(day), f"2024-01-0{day}", key, f"of {key}"],
            )
    with Reports(path) as again:
        told = trends(again)
    assert told["selection"]["analysis_key"] == "newer"
    assert told["selection"]["inputs_sha256"] == "of newer"


def test_the_same_anywhere(tmp_path: Path) -> None:
    files: list[dict[str, bytes]] = []
    for name in ("here", "there"):
        with opened(tmp_path / name / "out", MADE) as made:
            for ending in ("csv", "json", "parquet", "xlsx"):
                written(made, tmp_path / name / f"t.{ending}", "--cite")
        found = sorted(p for p in (tmp_path / name).glob("*") if p.is_file())
        files.append({p.name: p.read_bytes() for p in found})
    assert files[0] == files[1]
    assert set(files[0]) == {"t.csv", "t.csv-metadata.json", "t.json", "t.parquet", "t.xlsx"}
    assert str(tmp_path).encode() not in b"".join(files[0].values())


def test_a_statistic_of_ones_own_is_told_by_its_docstring(reports: Reports) -> None:
    def ours(reports: Reports, chosen: object) -> Found:  # noqa: ARG001
        """Ours, of the test.

        More.
        """
        return Found(pd.DataFrame({"n": [1]}))

    own = Statistic("ours", "我们的", "Ours", ours, (Column("n", "int", "数", "N", "数", "number"),), ())
    told = compute(reports, own).description
    assert told["definition"] == {"zh": "我们的", "en": "Ours, of the test."}
    assert "references" not in told
    assert "Definition: Ours, of the test." in as_text(told, "en")
    assert described(own, {}, reports, selection(reports))["versions"].keys() == {"reporttext", "duckdb"}


# Every form


def test_frames_carry_it(reports: Reports) -> None:
    told = trends(reports)
    assert reports.trends(**ASKED).attrs == {"reporttext": told}
    assert reports.trends(**ASKED, wide=True).attrs == {"reporttext": told}
    first, second = reports.trends(**ASKED), reports.trends(**ASKED)
    first.attrs["reporttext"]["formula"]["share"] = "changed"
    assert second.attrs == {"reporttext": told}
    assert json.loads(json.dumps(told)) == told


def test_json_is_a_list_and_with_cite_an_object(reports: Reports, tmp_path: Path) -> None:
    plain = json.loads(written(reports, tmp_path / "a.json").read_text("utf-8"))
    cited = json.loads(written(reports, tmp_path / "b.json", "--cite").read_text("utf-8"))
    assert isinstance(plain, list)
    assert cited == {"reporttext": trends(reports), "rows": plain}


def test_parquet_carries_it(reports: Reports, tmp_path: Path) -> None:
    file = written(reports, tmp_path / "a.parquet")
    told = trends(reports)
    assert json.loads(pq.read_schema(file).metadata[b"reporttext"]) == told
    assert pd.read_parquet(file).attrs == {"reporttext": told}
    assert pq.read_schema(file).field("share").metadata[b"zh"].decode() == "报告占比"


@pytest.mark.parametrize(("language", "sheet"), [("zh", "说明"), ("en", "Columns")])
def test_the_workbook_explains_it(reports: Reports, tmp_path: Path, language: str, sheet: str) -> None:
    book = openpyxl.load_workbook(written(reports, tmp_path / "a.xlsx", "--lang", language))
    rows = [tuple(row) for row in book[sheet].iter_rows(values_only=True)]
    heads = [row[0] for row in rows]
    if language == "zh":
        assert {"统计量", "定义", "公式", "出处", "参数", "版本", "范围", "计数单位"} <= set(heads)
        assert ("参数", "by", "place") in rows
        assert ("版本", "reporttext", reporttext.__version__) in rows
        assert ("公式", "share", "reports_with / reports") in rows
        assert ("出处", "wilson1927", references()["wilson1927"].text()) in rows
    else:
        assert ("Parameters", "section", "achievements") in rows
        assert heads.index("Statistic") > heads.index("Note")


def test_csv_has_its_metadata_beside_it(reports: Reports, tmp_path: Path) -> None:
    file = written(reports, tmp_path / "词 频.csv")
    told = json.loads((tmp_path / "词 频.csv-metadata.json").read_text("utf-8"))
    assert told["@context"][0] == "http://www.w3.org/ns/csvw"
    assert told["url"] == "%E8%AF%8D%20%E9%A2%91.csv"
    assert json.loads(told["dc:provenance"]["@value"]) == trends(reports)
    with file.open(encoding="utf-8-sig", newline="") as stream:
        head = next(csv.reader(stream))
    columns = told["tableSchema"]["columns"]
    assert [column["titles"]["und"] for column in columns] == head
    assert told["tableSchema"]["primaryKey"] == "row_id"
    assert {c["name"]: c["datatype"] for c in columns}["share_low"] == "number"


def test_metadata_are_for_files_only(reports: Reports, tmp_path: Path) -> None:
    done = run(*COMMAND, "--in", reports.path, "-f", "csv")
    assert done.exit_code == 0
    assert "csvw" not in done.output
    row_id = reports.trends(**ASKED)["row_id"][0]
    assert run("trace", row_id, "--in", reports.path, "-o", tmp_path / "t.csv").exit_code == 0
    assert [p.name for p in tmp_path.glob("*.csv*")] == ["t.csv"], "a trace is no statistic"


def test_names_of_columns_are_those_that_the_standard_takes() -> None:
    columns = tuple(
        Column(name, "texts", name, name, "甲", "a") for name in ("2020", "乙省", "_x", "a b", "=1+1")
    )
    description = {
        "title": {"zh": "甲", "en": "A"},
        "definition": {"zh": "甲", "en": "a"},
        "versions": {"reporttext": "1"},
        "name": "x",
    }
    told = json.loads(csvw.metadata(Table("x", "甲", "X", "甲", "x", columns), description, "x.csv"))
    schema = told["tableSchema"]
    assert [column["name"] for column in schema["columns"]] == [
        "2020",
        "%E4%B9%99%E7%9C%81",
        "%5Fx",
        "a%20b",
        "%3D1%2B1",
    ]
    assert schema["columns"][1]["titles"] == {"und": "乙省", "zh": "乙省", "en": "乙省"}
    assert schema["columns"][4]["titles"] == {"und": "'=1+1", "zh": "=1+1", "en": "=1+1"}, "as in the file"
    assert schema["columns"][1]["separator"] == ";"
    assert "primaryKey" not in schema


# The command


def test_cite_a_statistic() -> None:
    done = run("cite", "keyness", "dispersion")
    assert done.exit_code == 0
    assert "Statistic keyness: Keyness" in done.stdout
    assert "log2((count / words) / (count_against / words_against))" in done.stdout
    assert references()["lijffijt2012"].text() in done.stdout
    assert "定义: " in run("cite", "keyness", "--lang", "zh").stdout
    entries = run("cite", "keyness", "dispersion", "-f", "bibtex").stdout
    assert entries == bibliography([s.key for n in ("keyness", "dispersion") for s in methods()[n].sources])
    assert json.loads(run("cite", "keyness", "-f", "json").stdout) == [defined(STATISTICS["keyness"])]
    everything = json.loads(run("cite", "-f", "json").stdout)
    assert [one["name"] for one in everything] == list(STATISTICS)


def test_cite_a_row(reports: Reports) -> None:
    row_id = reports.trends(**ASKED)["row_id"][0]
    done = run("cite", row_id, "--in", reports.path, "-f", "json")
    assert json.loads(done.stdout) == [trends(reports)]
    assert [result.description for result in saved.results(reports.path)] == [trends(reports)]
    text = run("cite", row_id, "--in", reports.path).stdout
    assert "Parameters terms: 修路; 种树" in text
    assert "Over reports: 3" in text


def test_a_row_kept_by_an_earlier_version_is_told_as_far_as_it_goes(reports: Reports) -> None:
    row_id = reports.trends(**ASKED)["row_id"][0]
    (file,) = (reports.path / "stats").glob("*/*/about.json")
    about = json.loads(file.read_text("utf-8"))
    del about["description"]
    file.write_text(json.dumps(about), "utf-8")
    done = run("cite", row_id, "--in", reports.path, "-f", "json")
    assert json.loads(done.stdout) == [defined(STATISTICS["trends"])]


def test_what_cannot_be_cited_is_told(reports: Reports) -> None:
    assert "there is no statistic keynes" in run("cite", "keynes").stderr
    done = run("cite", "0" * 16, "--in", reports.path)
    assert done.exit_code == 2
    assert "no statistic kept" in done.stderr


def test_cite_on_the_screen(reports: Reports) -> None:
    done = run(*COMMAND, "--in", reports.path, "--cite", "--lang", "en")
    assert "Formula per_10000: count / characters * 10000" in done.stderr
    assert "Formula" not in done.stdout


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"year": "2016-2020,2022,2023-,-2010"}, "Parameters year: 2016-2020; 2022; 2023-; -2010"),
        ({"where": ["province=甲省,乙省"]}, "Parameters where: province=甲省,乙省"),
        ({"place": ["甲省", "乙省"]}, "Parameters place: 甲省; 乙省"),
        ({}, "Parameters place: —"),
    ],
)
def test_parameters_as_text(reports: Reports, given: dict[str, object], line: str) -> None:
    chosen = selection(reports, **given)
    told = described(STATISTICS["shares"], json.loads(json.dumps(chosen.plain())), reports, chosen)
    assert line in as_text(told, "en").splitlines()


# Intervals


def test_wilson_is_scipys() -> None:
    part, whole = np.array([0.0, 1, 7, 10, 807, 0]), np.array([10.0, 4, 9, 10, 9000, 1])
    low, high = intervals.share(part, whole)
    for i, (k, n) in enumerate(zip(part, whole, strict=True)):
        wanted = binomtest(int(k), int(n)).proportion_ci(method="wilson")
        assert (low[i], high[i]) == pytest.approx((wanted.low, wanted.high), abs=1e-12)
    assert (low <= part / whole).all()
    assert (part / whole <= high).all()


def test_rates_leave_as_much_on_either_side() -> None:
    """The definition: at the lower end so many or more come in 2.5 % of cases, at the upper so many or fewer."""
    count, size = np.array([0.0, 1, 12, 400]), np.array([1000.0, 5000, 6103, 1e6])
    low, high = intervals.rate(count, size)
    assert low[0] == 0
    assert poisson.sf(count[1:] - 1, low[1:] * size[1:] / 10_000) == pytest.approx(0.025)
    assert poisson.cdf(count, high * size / 10_000) == pytest.approx(0.025)


def test_log_ratio_is_the_log_of_scipys_relative_risk() -> None:
    a, size_a, b, size_b = (np.array([float(n)]) for n in (79, 11354, 2, 2342))
    low, high = intervals.log_ratio(a, size_a, b, size_b)
    wanted = relative_risk(79, 11354, 2, 2342).confidence_interval(0.95)
    assert (low[0], high[0]) == pytest.approx((math.log2(wanted.low), math.log2(wanted.high)))


def test_intervals_stand_in_the_tables_and_say_what_they_suppose(reports: Reports) -> None:
    frame = reports.keyness(group="place=甲省", least=1)
    for name in ("log_ratio", "per_10000_words", "per_10000_words_against"):
        assert ((frame[f"{name}_low"] <= frame[name]) & (frame[name] <= frame[f"{name}_high"])).all()
    assert np.isfinite(frame[["log_ratio_low", "log_ratio_high"]]).all().all()
    columns = {c.name: c for c in STATISTICS["keyness"].columns}
    assert "words cluster" in columns["log_ratio_low"].about_en
    assert "前提" in columns["per_10000_words_high"].about_zh
    assert not [c.name for c in STATISTICS["similarity"].columns if c.name.endswith(("_low", "_high"))]
