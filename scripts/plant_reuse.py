"""Plant copied passages in a copy of an archive and score how many `reuse` finds.

    python scripts/plant_reuse.py REPORTS --in OUT [--number 400] [--seed 1] [--edits 0] [--sample 40]

OUT is the output folder of a run over the folder REPORTS of plain texts. A passage is some consecutive sentences of one
paragraph of one report. In the copy its places become other places or masks, most of its figures other figures or masks,
in half of the passages the sentences change their order, and with --edits that share of its other characters is struck out
or replaced. It is put between two lines of another report. Passages are drawn at random, official wording included.

Recall: a planted passage is found when rows of `reuse` between the two reports cover at least half of it on both sides;
told with and without the rows that `reuse` calls formulas. Precision: of the rows that are no formulas and were not there
before planting, those that are planted or inherited. Inherited is a row in which a planted passage meets a third report
that shared it with the donor before planting. There before is a row that overlaps one between the same reports on both
sides, formula or not. All else counts as false. The rows that were there before are for reading: --sample prints some.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

import reporttext as rt

_PLACES = ("云陂镇", "青螺县", "汀湖市", "禾塘乡", "望梨县", "**镇", "××县", "**市", "某某乡", "***镇")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_SHORT = re.compile(r"(?:壮族|回族|维吾尔)?自治区|省|市")
_CHARACTERS = "的一是在了和有大这主中人上为们地个用工时要动国产以我到他会作来分生对于学下级就年阶义发成部民可出能方进同行面说种过命度革而多子后自社加"


@dataclass(frozen=True)
class Plant:
    """A passage taken from `donor` [start, end) and put into `receiver` as `text`."""

    donor: str
    start: int
    end: int
    receiver: str
    text: str
    shuffled: bool


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("reports", type=Path)
    parser.add_argument("--in", dest="out", type=Path, required=True)
    parser.add_argument("--number", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--edits", type=float, default=0.0)
    parser.add_argument("--sample", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copy, out = Path(folder) / given.reports.name, Path(folder) / "out"
        shutil.copytree(given.reports, copy)
        shutil.copytree(given.out, out)  # so that only reports with a planted passage are worked again
        with rt.open(given.out) as reports:
            before = reports.reuse(save=False)
            plants = plan(reports, random.Random(given.seed), given.number, given.edits)
            sources = reports.documents.set_index("doc_id").source
        plant(plants, sources, copy)
        rt.run([copy], out, workers=1)
        with rt.open(out) as reports:
            after = reports.reuse(save=False)
            documents = reports.documents
        score(plants, sources, documents, before, after)
        if given.sample:
            show(before[~before.formula].sample(given.sample, random_state=given.seed))


def plan(reports: rt.api.Reports, draw: random.Random, number: int, edits: float) -> list[Plant]:
    """Draw the passages and change them; each report receives at most one."""
    documents = reports.documents.set_index("doc_id")
    documents = documents[documents.duplicate_of.isna()]
    paragraphs = [
        list(rows.itertuples())
        for _, rows in reports.sql(
            """select s.doc_id, s.paragraph, s."start", s."end" from main.sentences s join main.paragraphs p
            using (doc_id, paragraph) where p.role = 'body' and p.section in ('achievements', 'plans', 'problems')
            order by s.doc_id, s.sentence"""
        ).groupby(["doc_id", "paragraph"], sort=True)
    ]
    places = {doc: list(rows.quote.unique()) for doc, rows in _places(reports).groupby("doc_id")}
    receivers = draw.sample(sorted(documents.index), number)
    plants: list[Plant] = []
    while len(plants) < number:
        sentences = draw.choice(paragraphs)
        first = draw.randrange(len(sentences))
        taken = sentences[first : first + draw.randint(1, 5)]
        donor, receiver = taken[0].doc_id, receivers[len(plants)]
        text = documents.text[donor][taken[0].start : taken[-1].end]
        # As long as a passage must be to count: 45 ideographs leave 30 when figures and places are gone.
        if (
            donor in documents.index
            and donor != receiver
            and 45 <= len(re.findall(r"[\u4e00-\u9fff]", text)) <= 600
        ):
            parts = [documents.text[donor][s.start : s.end].strip("\n") for s in taken]
            shuffled = len(parts) > 1 and draw.random() < 0.5
            if shuffled:
                draw.shuffle(parts)
            names = [*_own(documents.place[donor]), *places.get(donor, [])]
            changed = _edited(_changed("".join(parts), names, draw), draw, edits)
            plants.append(Plant(donor, taken[0].start, taken[-1].end, receiver, changed, shuffled))
    return plants


def _places(reports: rt.api.Reports) -> pd.DataFrame:
    return reports.sql("select doc_id, quote from main.mentions where label = 'place' order by doc_id, start")


def _own(place: str | None) -> list[str]:
    return [] if place is None else [place, _SHORT.sub("", place)]


def _changed(text: str, names: list[str], draw: random.Random) -> str:
    """Other places, masks and figures."""
    pattern = re.compile("|".join(map(re.escape, sorted(set(names), key=len, reverse=True))) or r"(?!)")
    text = pattern.sub(lambda _: draw.choice(_PLACES), text)

    def figure(hit: re.Match[str]) -> str:
        kind = draw.random()
        if kind < 0.3:
            return hit.group()
        return "**" if kind < 0.45 else str(draw.randint(1, 10 ** draw.randint(1, 5)))

    return _NUMBER.sub(figure, text)


def _edited(text: str, draw: random.Random, share: float) -> str:
    """Strike out or replace a share of the ideographs."""
    out = []
    for char in text:
        if "\u4e00" <= char <= "\u9fff" and draw.random() < share:
            out.append(draw.choice(("", draw.choice(_CHARACTERS))))
        else:
            out.append(char)
    return "".join(out)


def plant(plants: list[Plant], sources: pd.Series[str], copy: Path) -> None:
    """Write each passage as a line of its own into the middle of its receiver."""
    for one in plants:
        path = copy.parent / sources[one.receiver]
        lines = path.read_text("utf-8").split("\n")
        lines.insert(len(lines) * 2 // 3, one.text)
        path.write_text("\n".join(lines), "utf-8", newline="\n")


def score(
    plants: list[Plant],
    sources: pd.Series[str],
    documents: pd.DataFrame,
    before: pd.DataFrame,
    after: pd.DataFrame,
) -> None:
    """Print recall and precision."""
    texts = documents.set_index("source").text
    at: dict[str, list[tuple[int, int, Plant]]] = defaultdict(list)  # planted spans by source of the receiver
    for one in plants:
        source = sources[one.receiver]
        start = texts[source].find(one.text)
        assert start >= 0, f"{source}: the passage did not arrive"
        at[source].append((start, start + len(one.text), one))
    rows = [_Row(row) for row in after.itertuples()]
    by_pair: dict[frozenset[str], list[_Row]] = defaultdict(list)
    for row in rows:
        by_pair[frozenset(row.spans)].append(row)
    found = {"shown": 0, "counted": 0, "counted, sentences reordered": 0}
    reordered = sum(one.shuffled for one in plants)
    for source, spans in at.items():
        for start, end, one in spans:
            donor = sources[one.donor]
            donor_span = _after(one, donor, at)
            pairs = by_pair[frozenset((source, donor))]
            shown = _covers(pairs, source, (start, end), donor, donor_span)
            counted = _covers([p for p in pairs if not p.formula], source, (start, end), donor, donor_span)
            found["shown"] += shown
            found["counted"] += counted
            found["counted, sentences reordered"] += counted and one.shuffled
            if not counted:
                print(f"missed{' (shown as a formula)' if shown else ''}: {one.text}")
    print(f"planted {len(plants)}, {reordered} of them with reordered sentences")
    for name, number in found.items():
        total = reordered if "reordered" in name else len(plants)
        print(f"recall, {name}: {number}/{total} = {number / total:.3f}")
    _precision(rows, before, sources, at)


class _Row:
    """A row of `reuse`: its spans and quotes by source."""

    def __init__(self, row) -> None:
        self.formula = bool(row.formula)
        self.spans = {
            row.source: (row.start, row.end),
            row.other_source: (row.other_start, row.other_end),
        }
        self.quotes = {row.source: row.quote, row.other_source: row.other_quote}


def _after(one: Plant, donor: str, at: dict[str, list[tuple[int, int, Plant]]]) -> tuple[int, int]:
    """Where the donor's own words stand after something was planted in it."""
    start, end = one.start, one.end
    for other_start, other_end, _ in at.get(donor, []):
        if other_start <= start:
            length = other_end - other_start + 1
            start, end = start + length, end + length
    return start, end


def _covers(
    rows: list[_Row], source: str, span: tuple[int, int], donor: str, donor_span: tuple[int, int]
) -> bool:
    return all(
        _overlap([row.spans[where] for row in rows], wanted) >= 0.5 * (wanted[1] - wanted[0])
        for where, wanted in ((source, span), (donor, donor_span))
    )


def _overlap(spans: list[tuple[int, int]], wanted: tuple[int, int]) -> int:
    """Characters of `wanted` that lie in any of the spans."""
    inside: set[int] = set()
    for start, end in spans:
        inside.update(range(max(start, wanted[0]), min(end, wanted[1])))
    return len(inside)


def _precision(rows: list[_Row], before: pd.DataFrame, sources, at) -> None:
    shared: dict[frozenset[str], list[dict[str, tuple[int, int]]]] = defaultdict(list)
    for row in before.itertuples():
        spans = {row.source: (row.start, row.end), row.other_source: (row.other_start, row.other_end)}
        shared[frozenset(spans)].append(spans)
    counts = dict.fromkeys(("there before", "planted", "inherited", "false"), 0)
    for row in rows:
        if row.formula:
            continue
        kind = _kind(row, sources, at, shared)
        counts[kind] += 1
        if kind == "false":
            print("false:", *(f"{source} {quote}" for source, quote in row.quotes.items()), sep="\n   ")
    new = counts["planted"] + counts["inherited"] + counts["false"]
    print("rows that are no formulas:", counts)
    print(f"precision: {(new - counts['false'])}/{new} = {(new - counts['false']) / max(new, 1):.3f}")


def _kind(row: _Row, sources, at, shared) -> str:
    """What a row is. A span in a planted passage stands for the donor's words; any other for where it was before planting."""
    origins = {}
    planted = False
    for source, span in row.spans.items():
        origin = (source, _back(source, span, at))
        for start, end, one in at.get(source, []):
            if _overlap([span], (start, end)) >= 0.5 * (span[1] - span[0]):
                origin, planted = (sources[one.donor], (one.start, one.end)), True
        origins[source] = origin
    (one, here), (other, there) = origins.values()
    if one == other:
        # Both sides stand for words of one report: the donor's and their copy, or two copies. The same words, or not?
        return "planted" if planted and _overlap([here], there) else "false"
    before = any(
        _overlap([spans[one]], here) and _overlap([spans[other]], there)
        for spans in shared[frozenset((one, other))]
    )
    if not before:
        return "false"
    return "inherited" if planted else "there before"


def _back(source: str, span: tuple[int, int], at: dict[str, list[tuple[int, int, Plant]]]) -> tuple[int, int]:
    """Where a span stood before something was planted in its report."""
    start, end = span
    for planted_start, planted_end, _ in at.get(source, []):
        if start >= planted_end:
            length = planted_end - planted_start + 1
            start, end = start - length, end - length
    return start, end


def show(rows: pd.DataFrame) -> None:
    for row in rows.itertuples():
        print(
            f"\n{row.source} | {row.other_source} | same {row.same} similarity {row.similarity:.2f} places {row.places}"
        )
        print("   ", row.quote.replace("\n", "/"))
        print("   ", row.other_quote.replace("\n", "/"))


if __name__ == "__main__":
    main()
