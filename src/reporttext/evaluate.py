"""How good the tables are, against annotated reports: precision, recall and F1 of facts, events, sections.

Definitions (all in percent). A found fact or event *matches* an annotated one if they overlap; pairs are one to one, those
that also agree in number and unit first, then by length of overlap. Facts count as

- detect: matched;
- strict: matched, and masked, unit, value and value_max are equal;
- full: strict, and status, change and indicator agree. Indicators agree when the F1 of their longest common subsequence
  of characters is at least 0.6, or all characters of one stand in the other in order and make up 40 % of it.

Events match by an overlap of at least half of the longer one; *typed* asks for the type too. A paragraph counts by the
row of `paragraphs` that overlaps it. Found items inside an annotated `ignore` span are not counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reporttext.errors import UsageError
from reporttext.store.reader import Reports

Item = Mapping[str, Any]
ATTRIBUTES = ("kind", "qualifier", "indicator", "status", "change")
_SAME_UNIT = {"％": "%", "㎡": "平方米", "公里": "千米", "场": "场次", "公斤": "千克"}


@dataclass(frozen=True, slots=True)
class Score:
    """Hits among annotated (`gold`) and among found; the rates in percent."""

    hits: int
    gold: int
    found: int

    @property
    def precision(self) -> float:
        return 100 * self.hits / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return 100 * self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return 200 * self.hits / (self.gold + self.found) if self.gold + self.found else 0.0

    def row(self) -> dict[str, float]:
        return {
            "precision": round(self.precision, 1),
            "recall": round(self.recall, 1),
            "f1": round(self.f1, 1),
            "gold": self.gold,
            "found": self.found,
        }


@dataclass
class Counts:
    """What was counted over all documents; `misses` holds (sort, document, place, words) in order of finding."""

    totals: dict[str, int] = field(default_factory=dict)
    sections: dict[tuple[str, str | None], int] = field(default_factory=dict)
    misses: list[tuple[str, str, int, str]] = field(default_factory=list)

    def add(self, name: str, by: int = 1) -> None:
        self.totals[name] = self.totals.get(name, 0) + by

    def of(self, name: str) -> int:
        return self.totals.get(name, 0)


def evaluate(gold: Path, out: Path) -> Counts:
    """Compare the tables in `out` with the annotations `gold/NAME.json`, documents matched by file name.

    Raises UsageError where there is no annotation, or a document is not among the tables or there twice.
    """
    annotated = [json.loads(path.read_text("utf-8")) for path in sorted(gold.glob("*.json"))]
    if not annotated:
        raise UsageError(f"{gold} holds no annotations (NAME.json)")
    with Reports(out) as reports:
        tables = {
            name: reports.table(name).to_dict("records")
            for name in ("documents", "facts", "events", "paragraphs")
        }
    names = {row["doc_id"]: row["source"].rpartition("/")[2] for row in tables["documents"]}
    wanted, sources = {report["doc"] for report in annotated}, dict[str, str]()
    for row in tables["documents"]:
        name = names[row["doc_id"]]
        other = sources.setdefault(name, row["source"])
        if name in wanted and other != row["source"]:
            raise UsageError(
                f"{name} is annotated, and {out} has two of that name, {other} and {row['source']}: run the program on the annotated reports alone"
            )
    by_name: dict[str, dict[str, list[Item]]] = {name: {} for name in names.values()}
    for table in ("facts", "events", "paragraphs"):
        for row in tables[table]:
            by_name[names[row["doc_id"]]].setdefault(table, []).append({str(k): v for k, v in row.items()})
    missing = [report["doc"] for report in annotated if report["doc"] not in by_name]
    if missing:
        raise UsageError(
            f"{missing[0]} is annotated but not among the documents in {out}; run the program on it first"
        )
    return count(annotated, by_name)


def count(
    annotated: Iterable[Mapping[str, Any]], found: Mapping[str, Mapping[str, Sequence[Item]]]
) -> Counts:
    """Count matches of `annotated` reports with `found` rows, by document name and table."""
    counts = Counts()
    for report in annotated:
        rows = found[report["doc"]]
        ignored = [tuple(span) for span in report.get("ignore", [])]
        _count_facts(counts, report, _kept(rows.get("facts", ()), report["facts"], ignored))
        _count_events(counts, report, _kept(rows.get("events", ()), report["events"], ignored))
        _count_paragraphs(counts, report, rows.get("paragraphs", ()))
    return counts


def _kept(rows: Sequence[Item], gold: Sequence[Item], ignored: Sequence[tuple[int, int]]) -> list[Item]:
    def overlaps(row: Item, start: int, end: int) -> bool:
        return bool(row["start"] < end and start < row["end"])

    return [
        row
        for row in rows
        if not any(overlaps(row, *span) for span in ignored)
        or any(overlaps(row, g["start"], g["end"]) for g in gold)
    ]


def _count_facts(counts: Counts, report: Mapping[str, Any], found: Sequence[Item]) -> None:
    gold = report["facts"]
    counts.add("facts gold", len(gold))
    counts.add("facts found", len(found))
    pairs = pairs_of(gold, found, same=same_number)
    counts.add("detect", len(pairs))
    _note_unmatched(counts, report["doc"], gold, found, pairs, what="fact")
    for want, got in pairs:
        if not same_number(want, got):
            counts.misses.append(
                (
                    "wrong number",
                    report["doc"],
                    want["start"],
                    f"{want['quote']}: {got['value']} {got['unit']}",
                )
            )
            continue
        counts.add("strict")
        right = {name: (want.get(name) or None) == _none(got.get(name)) for name in ATTRIBUTES}
        right["indicator"] = alike(want["indicator"], _none(got.get("indicator")))
        for name, is_right in right.items():
            counts.add(name, is_right)
            if not is_right:
                words = f"{want['quote']}: {want.get(name)} expected, {_none(got.get(name))} found"
                counts.misses.append((f"wrong {name}", report["doc"], want["start"], words))
        counts.add("full", right["indicator"] and right["status"] and right["change"])


def _count_events(counts: Counts, report: Mapping[str, Any], found: Sequence[Item]) -> None:
    gold = report["events"]
    counts.add("events gold", len(gold))
    counts.add("events found", len(found))
    pairs = [
        (want, got)
        for want, got in pairs_of(gold, found)
        if 2 * _overlap(want, got) >= max(map(_length, (want, got)))
    ]
    counts.add("event", len(pairs))
    counts.add("typed", sum(want["type"] == got["type"] for want, got in pairs))
    _note_unmatched(counts, report["doc"], gold, found, pairs, what="event")


def _count_paragraphs(counts: Counts, report: Mapping[str, Any], found: Sequence[Item]) -> None:
    for want in report["paragraphs"]:
        got = next((row for row in found if _overlap(want, row) > 0), {})
        counts.add("lines")
        counts.add("role", got.get("role") == want["role"])
        counts.add("level", _none(got.get("level")) == want["level"])
        section = _none(got.get("section"))
        counts.sections[want["section"], section] = counts.sections.get((want["section"], section), 0) + 1
        if section != want["section"]:
            words = f"{want['section']} expected, {section} found"
            counts.misses.append(("wrong section", report["doc"], want["start"], words))


def _note_unmatched(
    counts: Counts,
    doc: str,
    gold: Sequence[Item],
    found: Sequence[Item],
    pairs: Sequence[tuple[Item, Item]],
    *,
    what: str,
) -> None:
    wanted, got = {id(want) for want, _ in pairs}, {id(row) for _, row in pairs}
    counts.misses += [(f"missed {what}", doc, g["start"], g["quote"]) for g in gold if id(g) not in wanted]
    counts.misses += [
        (f"spurious {what}", doc, row["start"], row["quote"]) for row in found if id(row) not in got
    ]


def pairs_of(gold: Sequence[Item], found: Sequence[Item], same: Any = None) -> list[tuple[Item, Item]]:
    """One-to-one pairs of overlapping items, agreeing ones first, then the longest overlap, then the order of the text."""
    options = [
        (not (same and same(want, got)), -_overlap(want, got), i, j)
        for i, want in enumerate(gold)
        for j, got in enumerate(found)
        if _overlap(want, got) > 0
    ]
    pairs: list[tuple[Item, Item]] = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, _, i, j in sorted(options):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            pairs.append((gold[i], found[j]))
    return pairs


def _overlap(a: Item, b: Item) -> int:
    return int(min(a["end"], b["end"]) - max(a["start"], b["start"]))


def _length(item: Item) -> int:
    return int(item["end"] - item["start"])


def same_number(want: Item, got: Item) -> bool:
    if bool(want["masked"]) != bool(got["masked"]) or _unit(want["unit"]) != _unit(got["unit"]):
        return False
    return bool(want["masked"]) or all(
        _close(want.get(name), _none(got.get(name))) for name in ("value", "value_max")
    )


def _unit(unit: str) -> str:
    unit = unit.replace("个百分点", "百分点")
    return _SAME_UNIT.get(unit, unit)


def _close(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return abs(float(a) - float(b)) <= max(1e-9, 1e-6 * abs(float(a)))


def _none(value: Any) -> Any:
    """Missing values of a DataFrame (NaN, NA, NaT) as None."""
    import pandas as pd

    return None if pd.isna(value) else value


def alike(a: str | None, b: str | None) -> bool:
    """Whether two indicators name the same thing; see the module's definition."""
    first, second = "".join((a or "").split()), "".join((b or "").split())
    if not first or not second:
        return False
    common = _common_subsequence(first, second)
    short, long = sorted((len(first), len(second)))
    return 2 * common / (short + long) >= 0.6 or (common == short >= 2 and short >= 0.4 * long)


def _common_subsequence(a: str, b: str) -> int:
    """Length of the longest common subsequence (Wagner and Fischer 1974), one row kept."""
    row = [0] * (len(b) + 1)
    for x in a:
        diagonal = 0
        for j, y in enumerate(b, 1):
            diagonal, row[j] = row[j], diagonal + 1 if x == y else max(row[j], row[j - 1])
    return row[-1]


def summary(counts: Counts) -> dict[str, Any]:
    """The scores as plain data, ready for JSON."""
    facts = {
        name: Score(counts.of(name), counts.of("facts gold"), counts.of("facts found"))
        for name in ("detect", "strict", "full")
    }
    events = {
        name: Score(counts.of(name), counts.of("events gold"), counts.of("events found"))
        for name in ("event", "typed")
    }
    strict, lines = max(1, counts.of("strict")), max(1, counts.of("lines"))
    labels = sorted({want for want, _ in counts.sections})
    sections = {label: _section_score(counts, label).row() for label in labels}
    right = sum(counts.sections.get((label, label), 0) for label in labels)
    return {
        "facts": {name: score.row() for name, score in facts.items()},
        "attributes": {name: round(100 * counts.of(name) / strict, 1) for name in ATTRIBUTES},
        "events": {name: score.row() for name, score in events.items()},
        "paragraphs": {
            "lines": counts.of("lines"),
            "role": round(100 * counts.of("role") / lines, 1),
            "level": round(100 * counts.of("level") / lines, 1),
            "section": round(100 * right / lines, 1),
            "by section": sections,
        },
    }


def _section_score(counts: Counts, label: str) -> Score:
    gold = sum(n for (want, _), n in counts.sections.items() if want == label)
    found = sum(n for (_, got), n in counts.sections.items() if got == label)
    return Score(counts.sections.get((label, label), 0), gold, found)
