"""Paragraphs with their figures, for programs to annotate in, and what came back as rows of a review file.

A task is one paragraph. What it was before travels with it, so that the annotated one can be compared: what is as it was is
accepted, what is gone is rejected, what is new is added. Offsets count code points of the paragraph's text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from reporttext.errors import UsageError
from reporttext.model import SECTIONS, STATUSES, Span
from reporttext.review.fields import written
from reporttext.review.unsure import BELOW, unsure
from reporttext.store.reader import Reports

_PARAGRAPH = """
select start, text, section from main.paragraphs where doc_id = ? and start <= ? order by start desc limit 1
"""
_FIGURES = """
select start, "end", status, indicator from main.facts where doc_id = ? and start >= ? and "end" <= ? order by start
"""

#: The key under which a task travels, as JSON in a text: no program takes that apart.
KEY = "reporttext"


@dataclass(frozen=True, slots=True)
class Marked:
    """A figure in a paragraph; `indicator` is None where it is not shown, or there is none."""

    start: int
    end: int
    status: str
    indicator: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A paragraph of a report: its place in the report's text, its section, its figures. `score` is that of its least sure thing."""

    doc_id: str
    source: str
    start: int
    text: str
    section: str | None
    facts: tuple[Marked, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Came:
    """What came back: decisions written, paragraphs they are of, paragraphs that nobody annotated."""

    rows: int
    paragraphs: int
    skipped: int


def tasks(reports: Reports, *, limit: int | None, below: float = BELOW) -> Iterator[Task]:
    """The paragraphs that hold what is unsure, the most useful first."""
    seen: set[tuple[str, int]] = set()
    for row in unsure(reports, limit=None, below=below):
        if row["start"] is None or row["field"] not in ("indicator", "section"):
            continue
        start, text, section = next(reports.stream(_PARAGRAPH, (row["doc_id"], row["start"])))
        key = row["doc_id"], start
        if key in seen:
            continue
        if limit is not None and len(seen) == limit:
            return
        seen.add(key)
        facts = reports.stream(_FIGURES, (row["doc_id"], start, start + len(text)))
        marked = tuple(Marked(begin - start, end - start, *rest) for begin, end, *rest in facts)
        yield Task(row["doc_id"], row["source"], start, text, section, marked, round(row["score"], 4))


def packed(task: Task) -> str:
    """A task without its text, to travel with it."""
    plain = asdict(task)
    return json.dumps(
        {name: plain[name] for name in ("doc_id", "source", "start", "section", "facts")}, ensure_ascii=False
    )


def unpacked(where: str, data: Mapping[str, Any], text: object) -> Task:
    """The task that `packed` packed; raises UsageError where there is none."""
    try:
        plain = json.loads(data[KEY])
        facts = tuple(Marked(**fact) for fact in plain.pop("facts"))
        if isinstance(text, str):
            return Task(**plain, text=text, facts=facts, score=1.0)
    except (KeyError, TypeError, ValueError):
        pass
    raise UsageError(
        f"{where} does not come from `reporttext review --to …`: it has no text, or not what stood in “{KEY}”"
    )


def placed(
    where: str,
    task: Task,
    span: Span,
    status: object,
    *,
    quote: str | None = None,
    indicator: str | None = None,
) -> Marked:
    """A figure as it came back. Where the program counted UTF-16 units, its own quote tells; raises UsageError otherwise."""
    if status not in STATUSES:
        raise UsageError(f"{where} has the label “{status}”; there are: {', '.join(STATUSES)}")
    text = task.text
    if quote is not None and span.of(text) != quote:
        units = text.encode("utf-16-le", "surrogatepass")
        before, inside = units[: 2 * span.start], units[2 * span.start : 2 * span.end]
        start = len(before.decode("utf-16-le", "replace"))
        span = Span(start, start + len(inside.decode("utf-16-le", "replace")))
        if span.of(text) != quote:
            raise UsageError(
                f"{where}: at {span.start} stands “{span.of(text)}”, not “{quote}”: its text was changed"
            )
    if not 0 <= span.start < span.end <= len(text):
        raise UsageError(f"{where}: {span.start} to {span.end} lies outside its text")
    return Marked(span.start, span.end, str(status), indicator)


def rows(
    task: Task, section: str | None, facts: Sequence[Marked], *, names: bool
) -> Iterator[Mapping[str, object]]:
    """What was decided of a task, as rows of a review file; `names`: the annotator saw and could change indicators.

    Where he did not, a figure that is as it was gives no row: he did not see all of it.
    """
    if section in SECTIONS:
        same = section == task.section
        verdict = ("accept", "") if same else ("fix", str(section))
        yield _row(task, (0, len(task.text)), "section", task.section, *verdict)
    before = {(fact.start, fact.end): fact for fact in task.facts}
    after = {(fact.start, fact.end): fact for fact in facts}
    for span in sorted(before.keys() | after.keys()):
        old, new = before.get(span), after.get(span)
        verdict = _verdict(old, new, names=names)
        if verdict[0]:
            yield _row(task, span, "fact", _told(old, names=names) if old else None, *verdict)


def _verdict(old: Marked | None, new: Marked | None, *, names: bool) -> tuple[str, str]:
    """The decision on a figure, empty for none, and its new value."""
    if new is None:
        return "reject", ""
    if old is None:
        return "add", _told(new, names=names)
    shown = ("status", "indicator") if names else ("status",)
    changed = {name: getattr(new, name) for name in shown if getattr(old, name) != getattr(new, name)}
    if changed:
        return "fix", written(changed)
    return ("accept" if names else ""), ""


def _row(  # noqa: PLR0917  the columns in their order
    task: Task, span: tuple[int, int], field: str, value: str | None, decision: str, new_value: str
) -> Mapping[str, object]:
    start, end = span
    return {
        "doc_id": task.doc_id, "source": task.source, "start": task.start + start, "end": task.start + end,
        "quote": task.text[start:end], "field": field, "value": value, "decision": decision, "new_value": new_value,
    }  # fmt: skip


def _told(fact: Marked, *, names: bool) -> str:
    return written({"status": fact.status} | ({"indicator": fact.indicator} if names else {}))
