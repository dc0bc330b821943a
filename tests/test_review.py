"""The review loop as a user goes through it: run, review, decide, run with the decisions, see that nothing else changed."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import reporttext as rt
from reporttext.cli import cli
from reporttext.errors import UsageError
from reporttext.messages import translated
from reporttext.outputs.csv import guarded, unguarded
from reporttext.readers.csv import REVIEW
from reporttext.review import decisions, file, wording
from reporttext.review.fields import FACT, FACT_FIELDS, called, canonical, known, pairs, written
from reporttext.tables import codes
from reporttext.training.corrections import read_review

REPORTS = {
    "a.txt": "云陂镇2022年工作总结\n\n一、主要成效\n在9个县市推行试点。全年召开会议6次，培训党员300人次。\n二、存在的问题\n仍有3户未搬迁。\n",
    "b.txt": "沙棠镇2022年工作总结\n\n一、主要成效\n全年召开会议7次。\n三、下一步打算\n明年召开会议8次。\n",
    "c.txt": "工作总结\n\n一、主要成效\n开展宣讲**场次，=开展走访５次。\n",
}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    for name, text in REPORTS.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def run(archive: Path, out: Path, corrections: Path | None = None, **more: Any) -> rt.Result:
    return rt.run([archive], out, formats=(), workers=0, corrections=corrections, **more)


def review(out: Path, path: Path, **more: Any) -> list[dict[str, str]]:
    with rt.open(out) as reports:
        reports.review(path, **more)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def save(path: Path, rows: list[dict[str, str]], encoding: str = "utf-8-sig") -> Path:
    with path.open("w", encoding=encoding, newline="") as stream:
        out = csv.DictWriter(stream, file.COLUMNS)
        out.writeheader()
        out.writerows(rows)
    return path


def row(name: str, quote: str, field: str, decision: str, new_value: str = "", **more: str) -> dict[str, str]:
    text = REPORTS[name]
    place = {"start": str(text.index(quote)), "end": str(text.index(quote) + len(quote))} if quote else {}
    at = text.find(quote)
    sentence = text[text.rfind("\n", 0, at) + 1 : text.find("\n", at)] if quote else ""
    return (
        {
            "source": f"archive/{name}",
            "quote": quote,
            "field": field,
            "decision": decision,
            "new_value": new_value,
            "sentence": sentence,
        }
        | place
        | more
    )


def facts(out: Path) -> dict[tuple[str, str], Mapping[str, Any]]:
    with rt.open(out) as reports:
        rows = reports.sql("select d.source, f.* from facts f join documents d using (doc_id)").to_dict(
            "records"
        )
    return {(one["source"], one["quote"]): one for one in rows}


def told(out: Path) -> list[tuple[str, str, str]]:
    with rt.open(out) as reports:
        errors = reports.errors
    found = errors[errors.stage == "review"]
    return list(zip(found.source, found.kind, found.message, strict=True))


def changes(one: Path, other: Path) -> set[tuple[Any, ...]]:
    return {
        (str(r["source"]).removeprefix("archive/"), r["quote"], r["what"], tuple(r["fields"]))  # type: ignore[arg-type]
        for r in rt.diff(one, other).rows
    }


def test_a_run_tells_that_the_decisions_of_the_last_one_are_left_out(archive: Path, tmp_path: Path) -> None:
    rows = [row("a.txt", "6次", "indicator", "fix", "开会")]
    path = save(tmp_path / "review.csv", rows)
    assert run(archive, tmp_path / "out").left_out is None
    assert run(archive, tmp_path / "out", path).left_out is None
    assert run(archive, tmp_path / "out").left_out == str(path)
    done = CliRunner().invoke(cli, ["run", str(archive), "-o", str(tmp_path / "out"), "--format", "none"])
    assert done.exit_code == 0
    assert "are not in these tables" not in done.output  # told once


def test_round_trip(archive: Path, tmp_path: Path) -> None:
    """Run, review, decide, run again: the difference is exactly what was decided."""
    one, other, path = tmp_path / "one", tmp_path / "other", tmp_path / "review.csv"
    run(archive, one)
    rows = review(one, path, below=1.0)
    by = {(r["source"].removeprefix("archive/"), r["quote"] or r["field"]): r for r in rows}
    # The report without year and place comes first; what is blanked out is there only for its score.
    assert [r["field"] for r in rows[:2]] == ["place", "year"]
    assert {r["source"] for r in rows[:2]} == {"archive/c.txt"}
    assert by["a.txt", "6次"]["value"] == "召开会议"
    assert "achieved" in by["a.txt", "6次"]["note"]
    assert by["a.txt", "6次"]["sentence"] == "全年召开会议6次，培训党员300人次。"
    by["a.txt", "6次"] |= {"decision": "accept"}
    by["a.txt", "300人次"] |= {
        "decision": "改正",
        "field": "fact",
        "new_value": "指标=培训党员干部；数值=3百",
    }
    by["a.txt", "3户"] |= {"decision": "reject"}
    by["b.txt", "7次"] |= {"decision": "fix", "field": "status", "new_value": "背景"}
    rows.append(row("c.txt", "", "year", "fix", "2022"))
    rows.append(
        {
            "source": "archive/a.txt",
            "quote": "工作",
            "field": "fact",
            "decision": "add",
            "new_value": "value=1;unit=件",
            "sentence": "云陂镇2022年工作总结",
        }
    )
    save(path, rows)
    result = run(archive, other, path)
    assert (result.decided, result.refused) == (6, 0)
    assert changes(one, other) == {
        ("a.txt", "6次", "changed", ("review",)),
        ("a.txt", "300人次", "changed", ("indicator", "review")),
        ("a.txt", "3户", "vanished", ()),
        ("a.txt", "工作", "appeared", ()),
        ("b.txt", "7次", "changed", ("status", "review")),
        ("c.txt", "工作总结", "changed", ("year", "period_start", "period_end")),
        ("c.txt", "５次", "changed", ("period_start", "period_end")),
        ("c.txt", "**场次", "changed", ("period_start", "period_end")),
    }
    found = facts(other)
    assert found["archive/a.txt", "300人次"]["value"] == 300
    assert found["archive/a.txt", "300人次"]["rule"].endswith("/review:fix")
    assert found["archive/a.txt", "6次"]["score"] == 1
    # Decided once, never asked again.
    left = {
        (r["source"].removeprefix("archive/"), r["quote"] or r["field"])
        for r in review(other, path, below=1.0)
        if not r["decision"]
    }
    assert not left & {("a.txt", "6次"), ("a.txt", "300人次"), ("b.txt", "7次"), ("c.txt", "year")}
    assert changes(other, other) == set()


def test_a_review_in_chinese_does_the_same(archive: Path, tmp_path: Path) -> None:
    """Heads, codes and notes in Chinese; decided so, it is read as the English one is, and each is written over as the other."""
    run(archive, tmp_path / "out")
    english = review(tmp_path / "out", tmp_path / "review.csv", below=1.0)
    with rt.open(tmp_path / "out") as reports:
        reports.review(tmp_path / "复核.csv", below=1.0, language="zh")
    with (tmp_path / "复核.csv").open(encoding="utf-8-sig", newline="") as stream:
        chinese = list(csv.DictReader(stream))
    assert tuple(chinese[0]) == tuple(wording.HEADS.values())
    assert [one["原文"] for one in chinese] == [one["quote"] for one in english]
    assert {one["项目"] for one in chinese} >= {"部分", "指标"}
    sections = {
        (one["value"], two["现值"])
        for one, two in zip(english, chinese, strict=True)
        if one["field"] == "section"
    }
    assert sections
    assert sections <= {(code, names[0]) for code, names in codes()["section"].items()}
    assert not any(re.search(r"[A-Za-z]{3,}", one["说明"].replace("metadata.csv", "")) for one in chinese)

    at = next(i for i, one in enumerate(english) if one["field"] == "section" and one["value"] != "problems")
    english[at] |= {"decision": "fix", "new_value": "problems"}
    chinese[at] |= {"决定": "改正", "新值": "问题"}
    save(tmp_path / "review.csv", english)
    with (tmp_path / "复核.csv").open("w", encoding="gb18030", newline="") as stream:
        writer = csv.DictWriter(stream, chinese[0])
        writer.writeheader()
        writer.writerows(chinese)
    found = []
    for name in ("review.csv", "复核.csv"):
        result = run(archive, tmp_path / f"{name}.out", tmp_path / name)
        assert (result.decided, result.refused) == (1, 0)
        with rt.open(tmp_path / f"{name}.out") as reports:
            found.append(
                reports.sql("select doc_id, paragraph, section, section_by from paragraphs order by all")
                .to_numpy()
                .tolist()
            )
    assert found[0] == found[1]
    # Written over in the other language, what was decided is kept and called as there.
    again = review(tmp_path / "out", tmp_path / "复核.csv", below=1.0)
    assert (again[0]["field"], again[0]["decision"], again[0]["new_value"]) == ("section", "fix", "problems")
    assert [one for one in again if one["decision"]] == again[:1]
    assert len(again) == len(english)


def test_only_reports_that_a_decision_touches_are_worked_again(archive: Path, tmp_path: Path) -> None:
    out, path = tmp_path / "out", tmp_path / "r.csv"
    assert run(archive, out).worked == 3
    save(path, [row("b.txt", "7次", "unit", "fix", "场")])
    assert run(archive, out, path).worked == 1
    assert facts(out)["archive/b.txt", "7次"]["unit"] == "场"
    assert not run(archive, out, path).changed
    save(path, [row("b.txt", "7次", "unit", "fix", "场"), row("a.txt", "6次", "unit", "", "")])
    assert not run(archive, out, path).changed
    run(archive, tmp_path / "fresh", path)
    assert changes(out, tmp_path / "fresh") == set()
    assert run(archive, out).worked == 1
    assert facts(out)["archive/b.txt", "7次"]["unit"] == "次"


def test_a_changed_report_is_told_and_left_alone(archive: Path, tmp_path: Path) -> None:
    out, path = (
        tmp_path / "out",
        save(
            tmp_path / "r.csv",
            [row("b.txt", "7次", "unit", "fix", "场"), row("b.txt", "8次", "unit", "fix", "场")],
        ),
    )
    (archive / "b.txt").write_text(REPORTS["b.txt"].replace("会议7次", "大会七次"), "utf-8")
    result = run(archive, out, path)
    assert (result.decided, result.refused, result.exit_code) == (2, 1, 0)
    ((source, kind, message),) = told(out)
    assert (source, kind) == ("archive/b.txt", "stale")
    assert message.startswith("r.csv, row 2: the text has changed: at ")
    assert "decide again" in message
    assert facts(out)["archive/b.txt", "8次"]["unit"] == "场"
    shown = CliRunner().invoke(
        cli, ["run", str(archive), "-o", str(out), "--format", "none", "--corrections", str(path)]
    )
    assert "decisions            2   (1 used)" in shown.output
    assert shown.exit_code == 0


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (row("a.txt", "6次", "unit", "maybe", "场"), "row 2: the decision “maybe” is none of: accept, fix, reject, add"),
        (row("a.txt", "6次", "unit", "", "场"), "row 2: it has a new_value and no decision"),
        (row("a.txt", "6次", "unit", "fix"), "what is right must stand in new_value"),
        (row("a.txt", "6次", "colour", "fix", "red"), "there is no field “colour”; there are: fact, section, indicator"),
        (row("a.txt", "6次", "status", "fix", "done"), "new_value is “done” and must be one of: achieved (已完成), target"),
        (row("a.txt", "6次", "value", "fix", "很多"), "must be a number without its unit"),
        (row("a.txt", "6次", "value", "fix", "1e99"), "must be a number without its unit"),
        (row("a.txt", "6次", "fact", "fix", "目标"), "must be field=value"),
        (row("a.txt", "6次", "fact", "fix", "status=done"), "status is “done” and must be one of"),
        (row("a.txt", "6次", "period_start", "fix", "2022年"), "must be a date like 2022-12-31"),
        (row("a.txt", "", "year", "fix", "22"), "must be a year of four digits"),
        (row("a.txt", "6次", "section", "reject"), "a paragraph is of some section"),
        (row("a.txt", "6次", "unit", "fix", "场", start="x"), "start and end must be whole numbers"),
        (row("a.txt", "6次", "unit", "fix", "场", start="9", end="9"), "start must be below end"),
        (row("a.txt", "6次", "unit", "fix", "场", start="", end=""), "it has no start and end"),
        (row("a.txt", "6次", "unit", "fix", "场") | {"quote": ""}, "it has no quote"),
        (row("a.txt", "6次", "unit", "fix", "场", source=""), "it names no report"),
        (row("a.txt", "6次", "unit", "fix", "场", source="archive/x/a.txt"), "no report of this run is archive/x/a.txt, so the row is not used; did you mean archive/a.txt?"),
        (row("a.txt", "6次", "unit", "fix", "场", source="archive/a.txt#2"), "no report of this run is archive/a.txt#2"),
        (row("a.txt", "6次", "unit", "fix", "场", source="", doc_id="0123"), "no report of this run is 0123, so the row is not used; write its source too"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_told_and_costs_only_itself(
    archive: Path, tmp_path: Path, one: dict[str, str], words: str
) -> None:
    path = save(tmp_path / "r.csv", [one, row("b.txt", "7次", "unit", "fix", "场")])
    result = run(archive, tmp_path / "out", path)
    assert facts(tmp_path / "out")["archive/b.txt", "7次"]["unit"] == "场"
    assert facts(tmp_path / "out")["archive/a.txt", "6次"]["unit"] == "次"
    ((_, _, message),) = told(tmp_path / "out")
    assert words in message
    assert "row 2" in message
    assert (result.refused, result.exit_code) == (1, 0)


def test_an_id_alone_names_a_report(archive: Path, tmp_path: Path) -> None:
    run(archive, tmp_path / "one")
    doc_id = facts(tmp_path / "one")["archive/a.txt", "6次"]["doc_id"]
    run(
        archive,
        tmp_path / "out",
        save(tmp_path / "r.csv", [row("a.txt", "6次", "unit", "fix", "场", source="", doc_id=doc_id)]),
    )
    assert facts(tmp_path / "out")["archive/a.txt", "6次"]["unit"] == "场"
    assert not told(tmp_path / "out")


def test_decisions_reach_reports_in_archives_and_lists(tmp_path: Path) -> None:
    import zipfile

    archive = tmp_path / "archive"
    archive.mkdir()
    with zipfile.ZipFile(archive / "box.zip", "w") as box:
        box.writestr("a.txt", REPORTS["a.txt"])
    rows = "标题,正文\n" + "".join(
        f'{n},"{text}{"各项工作有序推进。" * 30}"\n' for n, text in REPORTS.items()
    )
    (archive / "list.csv").write_text(rows, "utf-8")
    out = tmp_path / "out"
    run(archive, out)
    sources = [source for source, quote in facts(out) if quote == "6次"]
    assert len(sources) == 2
    path = save(
        tmp_path / "r.csv", [row("a.txt", "6次", "unit", "fix", "场", source=source) for source in sources]
    )
    assert run(archive, out, path).refused == 0
    assert {facts(out)[source, "6次"]["unit"] for source in sources} == {"场"}


def test_a_number_as_an_indicator_is_refused_with_the_remedy(tmp_path: Path) -> None:
    rows = [row("a.txt", "6次", "indicator", "fix", value) for value in ("12", "3.5亿", "召开12次会议")]
    found = decisions.read(save(tmp_path / "r.csv", rows))
    assert [one.values for one in found.by_source["archive/a.txt"]] == [(("indicator", "召开12次会议"),)]
    assert ["write value as the field" in one.message for one in found.problems] == [True, True]
    assert "项目写成“数值”" in (translated(found.problems[0].message) or "")


def test_fields_have_their_chinese_names_in_chinese(tmp_path: Path) -> None:
    rows = [row("a.txt", "6次", FACT, "add", "次数6"), row("a.txt", "6次", "次序", "fix", "7")]
    wrong, unknown = (
        translated(one.message) or "" for one in decisions.read(save(tmp_path / "r.csv", rows)).problems
    )
    assert "、".join(called(name) for name in FACT_FIELDS) in wrong
    assert "、".join(dict.fromkeys(called(name) for name in known().split(", "))) in unknown
    assert "indicator" not in wrong + unknown


def test_what_came_from_a_column_of_a_list_is_said_to(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    rows = f"地方,年份,正文\n青石镇,2021,{'今年以来，召开会议12次，各项工作有序推进。' * 20}\n"
    (archive / "list.csv").write_text(rows, "utf-8")
    text = "我们扎实推进各项工作，召开会议9次。" * 20
    listed = json.dumps({"地方": "白石镇", "年份": 2021, "正文": text}, ensure_ascii=False)
    (archive / "list.jsonl").write_text(listed + "\n", "utf-8")
    (archive / "2020年总结.txt").write_text(f"工作总结\n{'召开会议12次，各项工作有序推进。' * 20}", "utf-8")
    run(archive, tmp_path / "out")
    found = review(tmp_path / "out", tmp_path / "r.csv")
    notes = {(one["source"], one["field"]): one["note"] for one in found}
    assert notes["archive/list.csv#1", "year"] == notes["archive/list.csv#1", "place"]
    assert "a column of the list" in notes["archive/list.csv#1", "year"]
    assert notes["archive/list.jsonl#1", "year"] == notes["archive/list.csv#1", "year"]
    assert "the name" in notes["archive/2020年总结.txt", "year"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
def test_a_file_saved_by_a_spreadsheet_is_read(tmp_path: Path, encoding: str) -> None:
    path = save(
        tmp_path / "r.csv",
        [
            row("a.txt", "6次", "period_start", "fix", "2022/1/1", end=""),
            row("b.txt", "7次", "单位", "改正", "场"),
        ],
        encoding,
    )
    path.write_bytes(path.read_bytes() if encoding == "utf-16" else path.read_bytes().replace(b",", b"\t"))
    found = decisions.read(path)
    assert [one.values for one in found.by_source["archive/b.txt"]] == [(("unit", "场"),)]
    assert len(found.problems) == 1


def test_a_file_that_is_no_review_is_refused_before_anything_is_done(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(UsageError, match="has no column doc_id"):
        run(archive, tmp_path / "out", tmp_path / "r.csv")
    assert not (tmp_path / "out").exists()
    with pytest.raises(UsageError, match="cannot be read"):
        run(archive, tmp_path / "out", tmp_path / "none.csv")


SIGNS = "=+-@'\t\n＝＋－＠\"，,;次6 𠀀a"
texts = st.text(st.sampled_from(SIGNS), max_size=12)  # a carriage return is never in a report


@given(st.text(st.sampled_from(f"{SIGNS}\r"), max_size=12))
def test_no_cell_is_a_formula_and_all_are_read_back(text: str) -> None:
    cell = guarded(text)
    assert unguarded(cell) == text
    assert not cell or cell[0] not in "=+-@\t\r\n＝＋－＠"


@given(
    st.lists(
        st.fixed_dictionaries(dict.fromkeys(("quote", "value", "new_value", "sentence"), texts)),
        min_size=1,
        max_size=5,
    )
)
def test_a_review_file_is_read_back_without_loss(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]]
) -> None:
    path = tmp_path_factory.getbasetemp() / f"back-{os.getpid()}.csv"
    file.write(path, [one | {"doc_id": "d"} for one in rows])
    assert [{name: one[name] for name in rows[0]} for one in file.read(path)] == rows


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (lambda: canonical("fact", "value", "3.5亿"), "350000000"),
        (lambda: canonical("fact", "value", "１，２３４.50"), "1234.5"),
        (lambda: canonical("fact", "value", "-5"), "-5"),
        (lambda: canonical("fact", "value", "一百"), "100"),
        (lambda: canonical("fact", "period_end", "2022年12月31日"), "2022-12-31"),
        (lambda: canonical("fact", "change", ""), None),
        (lambda: canonical("metadata", "issued_on", "2023/1/5"), "2023-01-05"),
        (lambda: pairs("状态＝目标；unit=人\nchange="), {"status": "target", "unit": "人", "change": None}),
        (lambda: pairs(written({"indicator": "甲;乙=丙", "value": 3.5e8})), {"indicator": "甲,乙=丙", "value": "350000000"}),
    ],
)  # fmt: skip
def test_values_as_people_write_them(call: Callable[[], object], expected: object) -> None:
    assert call() == expected


def test_the_same_file_teaches_the_section_model(archive: Path, tmp_path: Path) -> None:
    run(archive, tmp_path / "out")
    path = tmp_path / "r.csv"
    rows = [r for r in review(tmp_path / "out", path, below=1.0) if r["field"] == "section"]
    rows[0] |= {"decision": "采纳"}
    rows[1] |= {"decision": "fix", "new_value": "计划"}
    save(path, rows)
    learnt = read_review(path)
    assert [one.quote for one in learnt.corrections] != []
    assert len(learnt.corrections) + sum(learnt.passed_over.values()) == len(rows)
    before = decisions.read(path)
    assert sum(len(found) for found in before.by_source.values()) == 2


def test_limit_and_below(archive: Path, tmp_path: Path) -> None:
    run(archive, tmp_path / "out")
    assert review(tmp_path / "out", tmp_path / "0.csv", below=0.0) == []
    every = review(tmp_path / "out", tmp_path / "1.csv", below=1.0)
    assert review(tmp_path / "out", tmp_path / "2.csv", below=1.0, limit=3) == every[:3]
    shown = CliRunner().invoke(
        cli,
        [
            "review",
            "--in",
            str(tmp_path / "out"),
            "-o",
            str(tmp_path / "3.csv"),
            "--below",
            "1",
            "--limit",
            "3",
        ],
    )
    assert f"3 of {len(every)} things to decide" in shown.output


def test_all_of_one_report_or_indicator_however_sure(archive: Path, tmp_path: Path) -> None:
    (archive / "metadata.csv").write_text("source,place,year\nc.txt,苎坪乡,2021\n", "utf-8")
    run(archive, tmp_path / "out")
    with rt.open(tmp_path / "out") as reports:
        figures = reports.sql("select quote, score from facts")
    assert (figures["score"] > 0.7).sum() >= 6  # which are not among the unsure
    of_b = review(tmp_path / "out", tmp_path / "b.csv", below=1.0, limit=None, report="沙棠镇 2022")
    assert {one["source"] for one in of_b} == {"archive/b.txt"}
    assert {one["quote"] for one in of_b} >= {"7次", "8次"}
    arguments = ["--in", str(tmp_path / "out"), "-o", str(tmp_path / "i.csv"), "--indicator", "会议"]
    shown = CliRunner().invoke(cli, ["review", *arguments])
    assert "3 of 3 things to decide" in shown.output
    of_meetings = review(tmp_path / "out", tmp_path / "i.csv", below=1.0, indicator="会议")
    assert sorted(one["quote"] for one in of_meetings) == ["6次", "7次", "8次"]
    assert {one["field"] for one in of_meetings} == {"indicator"}
    every = review(tmp_path / "out", tmp_path / "all.csv", below=1.0, limit=None)
    assert {one["quote"] for one in every} >= set(figures["quote"])
    with pytest.raises(UsageError, match=r"no figure is of 专题大会议; near: .*召开会议"):
        review(tmp_path / "out", tmp_path / "no.csv", indicator="专题大会议")
    with pytest.raises(UsageError, match="there is no report 无此镇 2022"):
        review(tmp_path / "out", tmp_path / "no.csv", report="无此镇 2022")


def test_what_metadata_csv_gives_is_not_asked(archive: Path, tmp_path: Path) -> None:
    def asked() -> list[tuple[str, str]]:
        rows = review(tmp_path / "out", tmp_path / f"{len(list(tmp_path.iterdir()))}.csv", below=1.0)
        return [
            (row["field"], row["value"])
            for row in rows
            if row["source"] == "archive/c.txt" and not row["quote"]
        ]

    run(archive, tmp_path / "out")
    assert ("place", "") in asked()
    assert ("year", "") in asked()
    (archive / "metadata.csv").write_text("source,place,year\nc.txt,苎坪乡,2021\n", "utf-8")
    run(archive, tmp_path / "out")
    assert not {"place", "year"} & {field for field, _ in asked()}


def test_metadata_given_to_one_report_of_a_file(tmp_path: Path) -> None:
    import zipfile

    (tmp_path / "in").mkdir()
    with zipfile.ZipFile(tmp_path / "in" / "a.zip", "w") as packed:
        packed.writestr("x/c.txt", REPORTS["c.txt"])
        packed.writestr("x/d.txt", REPORTS["c.txt"].replace("走访", "慰问"))
    (tmp_path / "in" / "metadata.csv").write_text("source,place,year\na.zip!/x/c.txt,苎坪乡,2021\n", "utf-8")
    rt.run([tmp_path / "in"], tmp_path / "out", formats=(), workers=0)
    rows = review(tmp_path / "out", tmp_path / "r.csv", below=1.0)
    about = {(row["source"], row["field"]) for row in rows if row["field"] in ("place", "year")}
    assert about == {("in/a.zip!/x/d.txt", "place"), ("in/a.zip!/x/d.txt", "year")}


def test_decided_rows_outlive_a_second_review(archive: Path, tmp_path: Path) -> None:
    run(archive, tmp_path / "out")
    path = tmp_path / "r.csv"
    rows = review(tmp_path / "out", path, below=1.0)
    rows[4] |= {"decision": "reject", "note": "=mine"}
    save(path, rows)
    again = review(tmp_path / "out", path, below=1.0, limit=2)
    assert again[0] == rows[4] | {"note": "'=mine"}
    assert len(again) == 3
    assert rows[4]["quote"] not in [r["quote"] for r in again[1:]]
    # Columns of one's own are kept.
    path.write_text(
        "doc_id,start,end,quote,field,value,score,decision,new_value,who\nd,1,2,甲,unit,次,1,reject,,李\n",
        "utf-8",
    )
    assert review(tmp_path / "out", path, below=0.0)[0]["who"] == "李"
    (tmp_path / "other.csv").write_text("mine\n1\n", "utf-8")
    with pytest.raises(UsageError, match="has no column"):
        review(tmp_path / "out", tmp_path / "other.csv")
    assert (tmp_path / "other.csv").read_text("utf-8") == "mine\n1\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["-o", "r.csv"], "name the output folder of a run with --in OUT"),
        (["--from", "doccano", "-o", "r.csv"], "needs the FILE"),
        ([__file__, "-o", "r.csv"], "is given without --from"),
    ],
)
def test_wrong_calls(arguments: list[str], words: str) -> None:
    shown = CliRunner().invoke(cli, ["review", *arguments])
    assert shown.exit_code == 2
    assert words in shown.output


def test_what_a_reviewer_decided_is_explained(archive: Path, tmp_path: Path) -> None:
    path = save(
        tmp_path / "r.csv",
        [
            row("a.txt", "6次", "unit", "fix", "场"),
            row("a.txt", "9个", "fact", "reject"),
            row("a.txt", "9个县市", "fact", "add", "unit=县市"),
        ],
    )
    assert run(archive, tmp_path / "out", path).refused == 0
    found = facts(tmp_path / "out")
    with rt.open(tmp_path / "out") as reports:
        told = reports.explain(found["archive/a.txt", "6次"]["fact_id"])
        assert told.reviewed == "fix"
        assert "A reviewer decided (fix)" in str(told)
        assert {part.name for part in told.differences} >= {"unit", "score"}
        with pytest.raises(UsageError, match="was added by a reviewer"):
            reports.explain(found["archive/a.txt", "9个县市"]["fact_id"])


def test_a_review_file_among_the_reports_is_no_report(archive: Path, tmp_path: Path) -> None:
    english, chinese = REVIEW
    assert frozenset(file.NEEDED) >= english
    assert chinese == {wording.HEADS[column] for column in english}
    run(archive, tmp_path / "out")
    review(tmp_path / "out", archive / "review.csv", below=1.0)
    result = run(archive, tmp_path / "out", archive / "review.csv")
    assert (result.documents, result.exit_code) == (3, 0)
    with rt.open(tmp_path / "out") as reports:
        assert any("give it with --corrections" in told for told in reports.errors.message)
