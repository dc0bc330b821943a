"""Generated township reports with known truth, as many as wanted: for measuring speed and memory, and what is found.

    python scripts/make_corpus.py OUT --count 1000 [--seed 1] [--chars 4500]

Writes OUT/reports/COUNTY/TOWN/….txt and OUT/truth.parquet: every figure with its place in the text, kind, value, unit, change,
status and section, in the terms of the table `facts`; score_corpus.py compares a run with it. The sentences are those of
corpus_templates.toml, the places fictional.
Report i is the same whatever the count, on any day and machine. Reports differ in kind, length, numbering, indentation, masks
(a quarter of them) and the way figures are written: 3,200余人, 近1.2万人, １２次, 三次, 8至10次, **余场次.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

TEMPLATES = Path(__file__).with_name("corpus_templates.toml")
YEARS = range(2014, 2025)
_HAN = "零一二三四五六七八九十"
_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
_SCALES = {"万元": 10**4, "亿元": 10**8, "万人次": 10**4, "万吨": 10**4}
_BOUNDS = {"以上": "over", "超过": "over", "不足": "under"}
_KINDS = {"money": ("元",), "ratio": ("%", "百分点"), "measure": ("公里", "亩", "吨", "平方米")}
_SCHEMA = pa.schema(
    [
        ("source", pa.string()), ("start", pa.int64()), ("end", pa.int64()), ("quote", pa.string()), ("kind", pa.string()),
        ("value", pa.float64()), ("value_max", pa.float64()), ("unit", pa.string()), ("qualifier", pa.string()), ("masked", pa.bool_()),
        ("change", pa.string()), ("status", pa.string()), ("section", pa.string()),
    ]
)  # fmt: skip


class Figure(NamedTuple):
    """A figure of a template: bounds in units of the last decimal, decimals, unit as written, change, word at its edge."""

    low: int
    high: int
    decimals: int
    unit: str
    change: str | None
    bound: str


Part = str | tuple[str, ...] | Figure  # as it is, one of these, a figure
_PART = re.compile(
    r"\[([^\]]+)\]|\{(\w+)\}|<([\d.]+)-([\d.]+) ([^ >]+)(?: (以上|不足|超过))?(?: (up|down))?>|([^\[\{<]+)"
)


@dataclass(slots=True)
class Style:
    """How one report is written."""

    town: str
    county: str
    year: int
    mask: str | None
    wide: bool
    indent: str
    brackets: str
    dot: str

    def fill(self, text: str) -> str:
        for name, value in (
            ("town", self.town),
            ("county", self.county),
            ("year", self.year),
            ("next", self.year + 1),
        ):
            text = text.replace(f"{{{name}}}", str(value))
        return text


@dataclass(slots=True)
class Writer:
    """A report as it grows: text, and figures at their places."""

    style: Style
    draw: random.Random
    parts: list[str] = field(default_factory=list)
    length: int = 0
    facts: list[tuple[Any, ...]] = field(default_factory=list)
    section: str = "front"

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def line(self, text: str) -> None:
        self.add(self.style.fill(text) + "\n")

    def sentence(self, template: Sequence[Part]) -> None:
        for part in template:
            if isinstance(part, Figure):
                self._figure(part)
            else:
                text = part if isinstance(part, str) else self.draw.choice(part)
                self.add(self.style.fill(text) if "{" in text else text)

    def _figure(self, figure: Figure) -> None:
        said = written(figure, self.style, self.draw)
        unit = {"个百分点": "百分点"}.get(figure.unit, figure.unit.lstrip("万亿"))
        start = self.length
        self.add(said.quote)
        status = {"plans": "target", "problems": "problem"}.get(self.section, "achieved")
        place, how = (start, self.length, said.quote), (said.qualifier, said.masked)
        meaning = (figure.change, status, self.section)
        self.facts.append((*place, kind_of(figure.unit), said.value, said.value_max, unit, *how, *meaning))


def kind_of(unit: str) -> str:
    return next((kind for kind, ends in _KINDS.items() if unit.endswith(ends)), "count")


class Written(NamedTuple):
    """A figure as a report writes it; values in the plain unit."""

    quote: str
    value: float | None
    value_max: float | None = None
    qualifier: str | None = None
    masked: bool = False


def written(figure: Figure, style: Style, draw: random.Random) -> Written:
    number, unit = draw.randint(figure.low, figure.high), figure.unit
    scale, counted = _SCALES.get(unit, 1), kind_of(unit) == "count"
    if style.mask and draw.random() < 0.4:
        more = "余" if counted and not figure.bound and draw.random() < 0.3 else ""
        return _bounded(
            Written(f"{style.mask}{more}{unit}", None, None, "over" if more else None, masked=True), figure
        )
    way = draw.random()
    if counted and scale == 1 and not figure.decimals and not figure.bound and way < 0.28:
        return _counted(number, unit, way, style)
    text = f"{number / 10**figure.decimals:.{figure.decimals}f}"
    value = round(number / 10**figure.decimals * scale, 6)
    return _bounded(Written((text.translate(_WIDE) if style.wide else text) + unit, value), figure)


def _bounded(plain: Written, figure: Figure) -> Written:
    if not figure.bound:
        return plain
    after = figure.bound == "以上"
    quote = plain.quote + figure.bound if after else figure.bound + plain.quote
    return plain._replace(quote=quote, qualifier=_BOUNDS[figure.bound])


def _counted(number: int, unit: str, way: float, style: Style) -> Written:
    """The ways to write a count."""
    wide = _WIDE if style.wide else {}
    if number >= 10000 and way < 0.12:
        tenths = round(number / 1000)
        return Written(f"近{tenths / 10:.1f}万{unit}", float(tenths * 1000), None, "nearly")
    if number >= 1000 and way < 0.2:
        return Written(f"{number:,}{unit}".translate(wide), float(number))
    if number >= 20 and way < 0.26:
        return Written(f"{number // 10 * 10}余{unit}".translate(wide), float(number // 10 * 10), None, "over")
    if 3 <= number <= 9 and way < 0.26:
        return Written(f"{_HAN[number]}{unit}", float(number))
    if 5 <= number <= 100 and way >= 0.26:
        return Written(f"{number}至{number + 2}{unit}", float(number), float(number + 2))
    return Written(f"{number}{unit}".translate(wide), float(number))


class Templates:
    """The file of sentences, read once."""

    def __init__(self) -> None:
        raw = tomllib.loads(TEMPLATES.read_text("utf-8"))
        self.names, self.titles = raw["names"], raw["titles"]
        self.words: Mapping[str, list[str]] = raw["words"]
        self.topics = {name: self._topic(topic) for name, topic in raw["topics"].items()}
        self.problems, self.plans = self._topic(raw["problems"]), self._topic(raw["plans"])
        self.filler = [self.compiled(s) for s in raw["filler"]["sentences"]]
        self.preamble = [self.compiled(s) for s in raw["preamble"]["sentences"]]
        self.closing = [self.compiled(s) for s in raw["closing"]["sentences"]]

    def _topic(self, topic: Mapping[str, list[str]]) -> dict[str, list[Any]]:
        return {
            key: values if key == "heading" else [self.compiled(s) for s in values]
            for key, values in topic.items()
        }

    def compiled(self, sentence: str) -> tuple[Part, ...]:
        parts: list[Part] = []
        end = 0
        for match in _PART.finditer(sentence):
            assert match.start() == end, f"{TEMPLATES.name}: “{sentence}” cannot be read at {end}"
            end = match.end()
            parts.append(self._part(match))
        assert end == len(sentence), f"{TEMPLATES.name}: “{sentence}” cannot be read at {end}"
        return tuple(parts)

    def _part(self, match: re.Match[str]) -> Part:
        choice, name, low, high, unit, bound, change, plain = match.groups()
        if choice:
            return tuple(choice.split("|"))
        if name:
            return tuple(self.words[name]) if name in self.words else f"{{{name}}}"
        if plain:
            return plain
        decimals = len(low.partition(".")[2])
        scaled = [round(float(bound) * 10**decimals) for bound in (low, high)]
        return Figure(scaled[0], scaled[1], decimals, unit, change, bound or "")


class Place(NamedTuple):
    county: str
    town: str


def place(names: Mapping[str, Any], number: int) -> Place:
    """The town of a number; no two are called the same in one county, of which each has twelve."""
    first, second, middle = names["first"], names["second"], names["county"]
    county = number // 12
    more, one = divmod(county, len(first))
    third, two = divmod(more, len(middle))
    county_name = f"{first[one]}{middle[two]}{second[third - 1] if third else ''}县"
    # Steps that are coprime to the number of pairs go through all of them.
    size = len(first) * len(second)
    one, other = divmod((number * 541 + 7) % size, len(second))
    return Place(county_name, f"{first[one]}{second[other]}{names['towns'][number % 3]}")


def report(
    templates: Templates, number: int, seed: int, chars: int
) -> tuple[str, str, list[tuple[Any, ...]]]:
    """Report `number`: its path below reports/, its text, and its figures."""
    titles = list(templates.titles)
    where, rest = divmod(number, len(YEARS) * len(titles))
    year, genre = YEARS[rest // len(titles)], titles[rest % len(titles)]
    county, town = place(templates.names, where)
    draw = random.Random(f"{seed} {number}")
    mask = draw.choice(("**", "××", "XX")) if draw.random() < 0.25 else None
    style = Style(
        town=f"{mask}{town[-1]}" if mask and draw.random() < 0.5 and not town.endswith("街道") else town,
        county=county, year=year, mask=mask, wide=draw.random() < 0.06, indent=draw.choice(("", "　　")),
        brackets=draw.choice(("（）", "()")), dot=draw.choice((".", "、", "．")),
    )  # fmt: skip
    writer = Writer(style, draw)
    _write(writer, templates, templates.titles[genre], round(chars * draw.uniform(0.6, 1.4)))
    return f"{county}/{town}/{town}{year}年{genre}.txt", "".join(writer.parts), writer.facts


def _write(writer: Writer, templates: Templates, title: str, chars: int) -> None:
    style, draw = writer.style, writer.draw
    writer.line(title)
    if draw.random() < 0.5:
        writer.line(f"（{{next}}年1月{draw.randint(3, 28)}日）")
    writer.section = "preamble"
    _paragraph(writer, draw.sample(templates.preamble, 1))
    writer.section = "achievements"
    writer.line(
        style.indent + draw.choice(("一、{year}年工作回顾", "一、主要工作及成效", "一、工作开展情况"))
    )
    chosen = draw.sample(sorted(templates.topics), draw.randint(5, len(templates.topics)))
    for i, name in enumerate(chosen):
        topic = templates.topics[name]
        bracket = f"{style.brackets[0]}{_HAN[i + 1]}{style.brackets[1]}"
        writer.line(f"{style.indent}{bracket}{draw.choice(topic['heading'])}")
        _fill(writer, topic["sentences"], templates.filler, writer.length + round(0.72 * chars / len(chosen)))
    writer.section = "problems"
    writer.line(f"{style.indent}二、{draw.choice(templates.problems['heading'])}")
    _paragraph(writer, [*templates.problems["opening"], *draw.sample(templates.problems["sentences"], 3)])
    writer.section = "plans"
    writer.line(f"{style.indent}三、{draw.choice(templates.plans['heading'])}")
    _paragraph(writer, templates.plans["opening"])
    for i, name in enumerate(chosen):
        topic = templates.topics[name]
        plans = draw.sample(topic["plans"], min(len(topic["plans"]), 1 + chars // 2500))
        _paragraph(writer, plans, f"{_HAN[i + 1]}是{draw.choice(topic['heading'])}。")
    writer.section = "closing"
    _paragraph(writer, draw.sample(templates.closing, 1))


def _fill(
    writer: Writer, sentences: Sequence[Sequence[Part]], filler: Sequence[Sequence[Part]], until: int
) -> None:
    """Paragraphs of sentences in an order of their own, each used again only when all were."""
    draw = writer.draw
    left: list[Sequence[Part]] = []
    number = 0
    while writer.length < until:
        if len(left) < 3:
            left += draw.sample(sentences, len(sentences))
        # Some 14 figures a thousand characters; provincial reports have 9, some township reports 4 and some 40.
        taken = [left.pop(), *draw.sample(filler, draw.randint(1, 3))]
        draw.shuffle(taken)
        numbered = draw.random() < 0.5
        number += numbered
        _paragraph(writer, taken, f"{number}{writer.style.dot}" if numbered else "")


def _paragraph(writer: Writer, sentences: Sequence[Sequence[Part]], head: str = "") -> None:
    writer.add(writer.style.indent + writer.style.fill(head))
    for sentence in sentences:
        writer.sentence(sentence)
    writer.add("\n")


def make(out: Path, count: int, seed: int, chars: int, tell: Callable[[str], None] = print) -> int:
    """Write `count` reports and their truth; returns the number of characters."""
    templates = Templates()
    folders: set[Path] = set()
    total = 0
    out.mkdir(parents=True, exist_ok=True)
    with pq.ParquetWriter(out / "truth.parquet", _SCHEMA) as truth:
        rows: list[tuple[Any, ...]] = []
        for number in range(count):
            path, text, facts = report(templates, number, seed, chars)
            file = out / "reports" / path
            if file.parent not in folders:
                file.parent.mkdir(parents=True, exist_ok=True)
                folders.add(file.parent)
            file.write_text(text, "utf-8", newline="\n")
            total += len(text)
            rows += [(f"reports/{path}", *fact) for fact in facts]
            if len(rows) > 100_000 or number == count - 1:
                columns = zip(*rows, strict=True) if rows else [[] for _ in _SCHEMA]
                truth.write_table(pa.table(list(map(list, columns)), schema=_SCHEMA))
                rows = []
            if (number + 1) % 10_000 == 0:
                tell(f"{number + 1:,} reports")
    return total


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--chars", type=int, default=4500, help="characters of a report on average")
    parser.add_argument(
        "--score", type=Path, metavar="RUN", help="compare a run over OUT/reports with the truth"
    )
    given = parser.parse_args(arguments)
    if (given.out / "reports").exists():
        sys.exit(f"{given.out} holds reports already: name another folder, or take them away first")
    total = make(given.out, given.count, given.seed, given.chars)
    print(f"{given.count:,} reports, {total:,} characters, in {given.out}")


if __name__ == "__main__":
    main()
