"""What differs between two runs: figures, sections and what reports say of themselves.

Reports are matched by source. Where a report's text is the same, a thing is matched by its place in it; where the text has
changed, by its words: a figure by sentence and quote, then by indicator and unit, in order. Positions alone are no change,
nor are scores and the names of rules; a reviewer's decision is (`review`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from reporttext.differences.layers import FIELDS, LAYERS, MAIN, Layer, Report, Thing, reports_of
from reporttext.differences.match import matched
from reporttext.store.reader import Reports
from reporttext.tables import Column, Table, schema_of

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["LAYERS", "TABLE", "WHATS", "Difference", "Layer", "What", "difference"]

What = Literal["appeared", "vanished", "changed"]
WHATS: tuple[What, ...] = get_args(What)

TABLE = Table(
    "diff", "差异", "Differences", "两次运行之间的差异，每处一行", "One row a difference between two runs",
    (
        Column("source", "text", "来源", "Source", "报告的来源", "Source of the report"),
        Column("layer", "text", "内容", "Layer", "报告、段落或数据", "documents, paragraphs or facts"),
        Column("what", "text", "变化", "What", "新增、消失或改变", "appeared, vanished or changed"),
        Column("fields", "texts", "字段", "Fields", "改变了的字段", "Fields that changed"),
        Column("before", "text", "之前", "Before", "改变前的值", "Their values before"),
        Column("after", "text", "之后", "After", "改变后的值", "Their values after"),
        Column("quote", "text", "原文", "Quote", "报告里的写法", "As written in the report"),
        Column("sentence", "text", "句子", "Sentence", "数据所在的句子", "Sentence of the figure"),
        Column("start_before", "int", "之前起", "Start before", "之前在正文中的起点", "Start in the text before"),
        Column("end_before", "int", "之前止", "End before", "之前在正文中的终点（不含）", "End in the text before, exclusive"),
        Column("start_after", "int", "之后起", "Start after", "之后在正文中的起点", "Start in the text after"),
        Column("end_after", "int", "之后止", "End after", "之后在正文中的终点（不含）", "End in the text after, exclusive"),
        Column("doc_id_before", "text", "之前报告编号", "Report id before", "之前的报告编号", "Id of the report before"),
        Column("doc_id_after", "text", "之后报告编号", "Report id after", "之后的报告编号", "Id of the report after"),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """The differences, by report in the order of sources, as rows of `TABLE`."""

    rows: tuple[Mapping[str, object], ...]

    def count(self, layer: Layer, what: What) -> int:
        return sum(row["layer"] == layer and row["what"] == what for row in self.rows)

    @property
    def sources(self) -> Mapping[str, int]:
        """How many differences each report has that has any."""
        found: dict[str, int] = {}
        for row in self.rows:
            found[str(row["source"])] = found.get(str(row["source"]), 0) + 1
        return found

    def arrow(self) -> pa.Table:
        import pyarrow as pa

        return pa.Table.from_pylist(list(self.rows), schema=schema_of(TABLE))


def difference(before: Reports, after: Reports) -> Difference:
    """Compare two runs; memory holds one report of each at a time, and the differences."""
    rows: list[Mapping[str, object]] = []
    for one, other in _pairs(reports_of(before), reports_of(after)):
        same_text = one is not None and other is not None and one.text == other.text
        common: dict[str, object] = {
            "source": one.source if one else other.source if other else None,
            "doc_id_before": one.doc_id if one else None,
            "doc_id_after": other.doc_id if other else None,
        }
        for layer in LAYERS:
            old, new = one.layers[layer] if one else (), other.layers[layer] if other else ()
            pairs = matched(layer, old, new, same_text=same_text)
            rows += (common | found for pair in pairs if (found := _row(layer, *pair)))
    return Difference(tuple(rows))


def _pairs(ones: Iterator[Report], others: Iterator[Report]) -> Iterator[tuple[Report | None, Report | None]]:
    """Two streams in the order of sources, joined by source."""
    one, other = next(ones, None), next(others, None)
    while one is not None or other is not None:
        if other is None or (one is not None and one.source < other.source):
            yield one, None
            one = next(ones, None)
        elif one is None or other.source < one.source:
            yield None, other
            other = next(others, None)
        else:
            yield one, other
            one, other = next(ones, None), next(others, None)


def _row(layer: Layer, old: Thing | None, new: Thing | None) -> dict[str, object] | None:
    """The row of a pair; None where it does not differ."""
    if old and new:
        fields = tuple(name for name in FIELDS[layer] if old.values[name] != new.values[name])
        what: What = "changed"
    else:
        fields, what = MAIN[layer], "appeared" if new else "vanished"
    if not fields:
        return None
    thing = new or old
    assert thing is not None
    return {
        "layer": layer,
        "what": what,
        "fields": list(fields) if what == "changed" else [],
        "before": old and _told(old, fields),
        "after": new and _told(new, fields),
        "quote": thing.quote,
        "sentence": thing.sentence,
        "start_before": old and old.start,
        "end_before": old and old.end,
        "start_after": new and new.start,
        "end_after": new and new.end,
    }


def _told(thing: Thing, fields: Sequence[str]) -> str:
    return "; ".join(f"{name}={_plain(thing.values[name])}" for name in fields)


def _plain(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)
