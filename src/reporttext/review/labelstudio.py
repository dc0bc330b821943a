"""Label Studio: tasks with predictions (labelstud.io/guide/predictions), and its JSON export (labelstud.io/guide/task_format).

The status of a figure is the label of its span, its indicator a text of the region, the section a choice for the paragraph.
Spans count code points, as Label Studio stores them since 1.4; older exports, that count UTF-16 units, are told by their `text`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from reporttext import __version__
from reporttext.errors import UsageError
from reporttext.model import SECTIONS, STATUSES, Span
from reporttext.review.tasks import KEY, Marked, Task, packed, placed, rows, unpacked
from reporttext.tables import codes

_COLOURS = {"achieved": "#2e7d32", "target": "#1565c0", "problem": "#c62828", "reference": "#757575"}


def interface() -> str:
    """The labeling interface of the project, XML."""
    words = codes()
    choices = "".join(
        f'\n    <Choice value="{s}" hint="{escape(words["section"][s][0])}"/>' for s in SECTIONS
    )
    labels = "".join(
        f'\n    <Label value="{s}" hint="{escape(words["status"][s][0])}" background="{_COLOURS[s]}"/>'
        for s in STATUSES
    )
    return f"""<View>
  <Choices name="section" toName="text" choice="single-radio" showInline="true">{choices}
  </Choices>
  <Labels name="status" toName="text">{labels}
  </Labels>
  <Text name="text" value="$text" granularity="symbol"/>
  <TextArea name="indicator" toName="text" perRegion="true" editable="true" maxSubmissions="1" displayMode="region-list"/>
</View>
"""


def dump(tasks: Iterable[Task]) -> tuple[str, int]:
    """Tasks to import, as JSON, and how many."""
    plain = [_plain(task) for task in tasks]
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n", len(plain)


def _plain(task: Task) -> Mapping[str, Any]:
    result: list[Mapping[str, Any]] = []
    for i, fact in enumerate(task.facts):
        place, region = {"start": fact.start, "end": fact.end}, {"id": f"f{i}", "to_name": "text"}
        quote = task.text[fact.start : fact.end]
        result.append(
            region
            | {
                "from_name": "status",
                "type": "labels",
                "value": place | {"text": quote, "labels": [fact.status]},
            }
        )
        if fact.indicator:
            result.append(
                region
                | {"from_name": "indicator", "type": "textarea", "value": place | {"text": [fact.indicator]}}
            )
    if task.section:
        value = {"choices": [task.section]}
        result.append(
            {"id": "section", "from_name": "section", "to_name": "text", "type": "choices", "value": value}
        )
    return {
        "data": {"text": task.text, "doc_id": task.doc_id, "source": task.source, KEY: packed(task)},
        "predictions": [
            {"model_version": f"reporttext {__version__}", "score": task.score, "result": result}
        ],
    }


def load(path: Path, text: str) -> Iterator[list[Mapping[str, object]] | None]:
    """The decisions of each task of an export, None for one that nobody annotated; raises UsageError."""
    try:
        found = json.loads(text)
    except ValueError as error:
        raise UsageError(f"{path} is no JSON ({error}): export the project as JSON") from error
    if not isinstance(found, list) or not all(
        isinstance(task, dict) and isinstance(task.get("data"), dict) for task in found
    ):
        raise UsageError(
            f"{path} is no list of tasks with their data: export the project as JSON, not JSON-MIN or CSV"
        )
    for i, plain in enumerate(found, 1):
        where = f"{path}, task {plain.get('id', i)}"
        done = [
            one
            for one in plain.get("annotations") or ()
            if isinstance(one, dict) and not one.get("was_cancelled")
        ]
        if not done:
            yield None
            continue
        task = unpacked(where, plain["data"], plain["data"].get("text"))
        last = max(done, key=lambda one: str(one.get("updated_at", "")))
        section, facts = _annotated(where, task, last.get("result") or ())
        yield list(rows(task, section, facts, names=True))


def _annotated(where: str, task: Task, result: Iterable[Any]) -> tuple[str | None, list[Marked]]:
    """The section and the figures of an annotation."""
    section: str | None = None
    spans: dict[str, tuple[Mapping[str, Any], Any]] = {}
    names: dict[str, str] = {}
    for i, one in enumerate(result):
        value, region = one.get("value", {}), str(one.get("id", i))
        if one.get("type") == "choices":
            section = next(iter(value.get("choices") or ()), None)
        elif one.get("type") == "labels":
            spans[region] = value, next(iter(value.get("labels") or ()), None)
        elif one.get("type") == "textarea" and value.get("text"):
            names[region] = " ".join(" ".join(value["text"]).split())
    facts = []
    for region, (value, label) in spans.items():
        try:
            span = Span(int(value["start"]), int(value["end"]))
        except (KeyError, TypeError, ValueError):
            raise UsageError(f"{where}: region {region} has no start and end") from None
        facts.append(placed(where, task, span, label, quote=value.get("text"), indicator=names.get(region)))
    return section, facts
