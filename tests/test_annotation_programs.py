"""Paragraphs to Label Studio and doccano and back: the formats, the offsets, what each change becomes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

import reporttext as rt
from reporttext.cli import cli
from reporttext.errors import UsageError
from reporttext.review import doccano, file, labelstudio
from reporttext.review.tasks import Marked, Task

# 𡌶 and 𬭎 take two UTF-16 units each.
TEXT = "云陂镇2022年工作总结\n\n一、主要成效\n𡌶岭村𬭎召开会议6次，培训党员300人次，走访5户。\n"
LINE = TEXT.split("\n")[3]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "a.txt").write_text(TEXT, "utf-8")
    rt.run([archive], tmp_path / "out", formats=(), workers=0)
    return tmp_path / "out"


def sent(out: Path, program: str, name: str) -> Path:
    path = out.parent / name
    shown = CliRunner().invoke(
        cli, ["review", "--in", str(out), "--to", program, "-o", str(path), "--below", "1"]
    )
    assert shown.exit_code == 0, shown.output
    return path


def came(path: Path, program: str) -> list[dict[str, str]]:
    review = path.parent / "review.csv"
    review.unlink(missing_ok=True)
    shown = CliRunner().invoke(cli, ["review", "--from", program, str(path), "-o", str(review)])
    assert shown.exit_code == 0, shown.output
    return [dict(row.cells) for row in file.read(review)]


def short(rows: list[dict[str, str]]) -> list[tuple[str, ...]]:
    assert all(TEXT[int(row["start"]) : int(row["end"])] == row["quote"] for row in rows)
    return [(row["quote"], row["field"], row["decision"], row["new_value"]) for row in rows]


def the_line(tasks: list[dict[str, Any]], key: str = "data") -> dict[str, Any]:
    return next(task for task in tasks if "岭村" in (task[key]["text"] if key else task["text"]))


def test_label_studio(out: Path) -> None:
    path = sent(out, "label-studio", "tasks.json")
    tasks = json.loads(path.read_text("utf-8"))
    task = the_line(tasks)
    result = task["predictions"][0]["result"]
    for one in result:
        if one["type"] == "labels":
            value = one["value"]
            assert LINE[value["start"] : value["end"]] == value["text"]
    assert [one["value"]["text"] for one in result if one["type"] == "labels"] == ["6次", "300人次", "5户"]
    interface = ET.parse(path.with_suffix(".xml")).getroot()
    controls = {tag.get("name"): tag for tag in interface}
    assert {one["from_name"] for one in result} <= controls.keys()
    assert {one["to_name"] for one in result} == {"text"}
    choices = {choice.get("value") for choice in controls["section"]}
    assert {one["value"]["choices"][0] for one in result if one["type"] == "choices"} <= choices

    # As a person would leave it: one as it was, one with another status and name, one gone, one new, another section.
    done = [
        dict(one, id=f"x{one['id']}")
        for one in result
        if one["value"].get("text") != "5户" and one["id"] != "f2"
    ]
    for one in done:
        if one["id"] == "xf1" and one["type"] == "labels":
            one["value"] = one["value"] | {"labels": ["target"]}
        if one["id"] == "xf1" and one["type"] == "textarea":
            one["value"] = one["value"] | {"text": ["培训"]}
        if one["type"] == "choices":
            one["value"] = {"choices": ["overview"]}
    at = LINE.index("岭村")
    done.append(
        {
            "id": "new",
            "from_name": "status",
            "to_name": "text",
            "type": "labels",
            "value": {"start": at, "end": at + 2, "text": "岭村", "labels": ["achieved"]},
        }
    )
    task["annotations"] = [
        {"id": 1, "was_cancelled": True, "updated_at": "2026-01-03", "result": []},
        {"id": 2, "updated_at": "2026-01-02", "result": done},
        {"id": 3, "updated_at": "2026-01-01", "result": []},
    ]
    path.write_text(json.dumps(tasks), "utf-8")
    wanted = [
        (LINE, "section", "fix", "overview"),
        ("岭村", "fact", "add", "status=achieved; indicator="),
        ("6次", "fact", "accept", ""),
        ("300人次", "fact", "fix", "status=target; indicator=培训"),
        ("5户", "fact", "reject", ""),
    ]
    assert short(came(path, "label-studio")) == wanted
    # Older versions count UTF-16 units; their text tells.
    for one in done:
        if "start" in one["value"]:
            before = LINE[: one["value"]["start"]]
            shift = len(before.encode("utf-16-le")) // 2 - len(before)
            one["value"] = one["value"] | {
                "start": one["value"]["start"] + shift,
                "end": one["value"]["end"] + shift,
            }
    path.write_text(json.dumps(tasks), "utf-8")
    assert short(came(path, "label-studio")) == wanted


def test_what_came_back_is_applied(out: Path) -> None:
    path = sent(out, "label-studio", "tasks.json")
    tasks = json.loads(path.read_text("utf-8"))
    for task in tasks:
        task["annotations"] = [
            {"result": [one for one in task["predictions"][0]["result"] if one["id"] != "f1"]}
        ]
    path.write_text(json.dumps(tasks), "utf-8")
    came(path, "label-studio")
    result = rt.run(
        [out.parent / "archive"],
        out.parent / "other",
        formats=(),
        workers=0,
        corrections=out.parent / "review.csv",
    )
    assert (result.refused, result.facts) == (0, 2)
    with rt.open(out.parent / "other") as reports:
        assert set(reports.facts.score) == {1.0}
        assert set(reports.paragraphs.section_by) == {"review"}


def test_doccano(out: Path) -> None:
    path = sent(out, "doccano", "tasks.jsonl")
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    line = the_line(lines, "")
    text = line["text"]
    assert len(text) == len(LINE) == len(text.encode("utf-16-le")) // 2
    assert [LINE[start:end] for start, end, _ in line["entities"]] == ["6次", "300人次", "5户"]
    assert line["cats"] == ["achievements"]
    start, end, _ = line["entities"][1]
    line["entities"] = [line["entities"][0], [start, end, "target"], [0, 3, "reference"]]
    line["cats"] = ["plans"]
    wanted = [
        (LINE, "section", "fix", "plans"),
        ("𡌶岭村", "fact", "add", "status=reference"),
        ("300人次", "fact", "fix", "status=target"),
        ("5户", "fact", "reject", ""),
    ]
    path.write_text(json.dumps(line, ensure_ascii=False) + "\n\n", "utf-8")
    assert short(came(path, "doccano")) == wanted
    # As a project for sequence labeling, and as one with relations, export it.
    line["label"] = [
        {"id": 1, "start_offset": s, "end_offset": e, "label": label} for s, e, label in line.pop("entities")
    ]
    del line["cats"]
    path.write_text(json.dumps(line), "utf-8")
    assert short(came(path, "doccano")) == wanted[1:]


def test_what_was_decided_before_is_kept(out: Path) -> None:
    path = sent(out, "doccano", "tasks.jsonl")
    review = out.parent / "review.csv"
    file.write(review, [{"source": "archive/a.txt", "field": "year", "decision": "fix", "new_value": "2021"}])
    rt.read_annotated(path, "doccano", review)
    rows = file.read(review)
    assert rows[0]["new_value"] == "2021"
    assert {row["decision"] for row in rows[1:]} == {"accept"}


TASK = Task("d", "a.txt", 0, "召开会议6次", "plans", (Marked(4, 6, "achieved", "会议"),), 0.5)


def exported(change: Mapping[str, Any]) -> str:
    (task,) = json.loads(labelstudio.dump([TASK])[0])
    value = {"start": 4, "end": 6, "text": "6次", "labels": ["achieved"]} | change
    task["annotations"] = [{"result": [{"id": "a", "type": "labels", "value": value}]}]
    return json.dumps([task])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "is no JSON"),
        ('{"a": 1}', "is no list of tasks"),
        ('[{"data": {"text": "a"}, "annotations": [{"result": []}]}]', "task 1 does not come from"),
        (exported({"labels": ["PER"]}), "has the label “PER”; there are: achieved"),
        (exported({"start": None}), "has no start and end"),
        (exported({"text": None, "end": 99}), "4 to 99 lies outside its text"),
        (exported({"text": "7次"}), "its text was changed"),
    ],
)
def test_a_wrong_export_of_label_studio_is_refused(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        list(labelstudio.load(Path("x.json"), text))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "line 1 is no JSON"),
        ("[]", "line 1 is no object"),
        ('{"text": "a"}', "line 1 does not come from"),
        (
            json.dumps(json.loads(doccano.dump([TASK])[0]) | {"entities": [[4, 6]]}),
            "is not .start, end, label.",
        ),
        (
            json.dumps(json.loads(doccano.dump([TASK])[0]) | {"entities": [[4, 9, "target"]]}),
            "outside its text",
        ),
        (json.dumps(json.loads(doccano.dump([TASK])[0]) | {"rare": '[[0, "𠀀"]]'}), "its text was changed"),
    ],
)
def test_a_wrong_export_of_doccano_is_refused(line: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        list(doccano.load(Path("x.jsonl"), line))


def test_a_task_nobody_annotated_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(labelstudio.dump([TASK])[0], "utf-8")
    result = rt.read_annotated(tmp_path / "x.json", "label-studio", tmp_path / "r.csv")
    assert (result.rows, result.paragraphs, result.skipped) == (0, 0, 1)
    with pytest.raises(UsageError, match="there is no program brat"):
        rt.read_annotated(tmp_path / "x.json", "brat", tmp_path / "r.csv")
