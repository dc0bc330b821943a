"""What `import reporttext as rt` offers: read, analyse, run, open, find_quantities, parse_number."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from importlib import resources
from pathlib import Path

from reporttext import explain, extract, lexicon, pipeline, readers, unknown
from reporttext.model import Document, Qualifier
from reporttext.numbers import parse_number
from reporttext.pipeline import Settings
from reporttext.readers.limits import Limits
from reporttext.runner import Result, run
from reporttext.store import reader

__all__ = [
    "Document",
    "Figure",
    "Limits",
    "Reports",
    "Result",
    "Settings",
    "analyse",
    "find_quantities",
    "open",
    "parse_number",
    "read",
    "run",
    "sample",
]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a text: `text[start:end] == quote`, in code points.

    `value` is in the plain unit (3.5亿元 is 350000000 元), None when the digits are blanked out (`masked`); `value_max` only
    for a range. `kind` is count, ratio, money, measure or rank, `qualifier` about, over, nearly, under or None.
    """

    start: int
    end: int
    quote: str
    kind: str
    value: Decimal | None
    value_max: Decimal | None
    unit: str
    qualifier: Qualifier | None
    masked: bool


class Reports(reader.Reports):
    """The tables of an output folder, see `reporttext.store.reader.Reports`, and what can be asked about them."""

    def explain(self, fact_id: str) -> explain.Explanation:
        """Why a fact is what it is; `print` it, or take its `as_dict()`. Raises UsageError where there is no such fact."""
        return explain.explain(self, fact_id)

    def unknown_verbs(self) -> list[unknown.UnknownVerb]:
        """The verbs at figures that no kind of activity claims, the most frequent first; a DataFrame takes the list."""
        return unknown.unknown_verbs(self)


def read(path: str | Path) -> Document:
    """Read one file; raises ReadError with a reason and a remedy."""
    return readers.read(Path(path))


def analyse(document: Document | str, *, rules: str | None = None) -> Document:
    """Return the document, or text, with every layer found: blocks, sentences, words, metadata, facts, events, mentions.

    `rules` is the text (TOML) of a rule file laid over the shipped rules.
    """
    doc = Document(document) if isinstance(document, str) else document
    return pipeline.analyse(doc, Settings(rules))


def find_quantities(text: str, *, rules: str | None = None) -> list[Figure]:
    """The figures in any text: 近5000名, 3.5亿元, 5至6户, **余人, 60%以上, 全省第一. In order, none overlapping.

    >>> [(q.quote, q.value, q.unit) for q in find_quantities("培训近5000名党员，投入**万元")]
    [('近5000名', Decimal('5000'), '名'), ('**万元', None, '元')]
    """
    found = extract.find_in(text, lexicon.load(rules))
    return [
        Figure(
            f.span.start, f.span.end, f.span.of(text), f.kind, f.quantity.low, f.quantity.high, f.quantity.unit,
            f.quantity.qualifier, f.quantity.masked,
        )
        for f in found
    ]  # fmt: skip


def sample() -> Path:
    """The folder of sample reports, of fictional places, that travels with the package."""
    shipped = Path(str(resources.files("reporttext"))) / "_shipped" / "sample"
    # In a checkout the package has no copy: the reports lie beside it.
    return shipped if shipped.is_dir() else Path(__file__).resolve().parents[2] / "corpora" / "sample"


def open(out: str | Path) -> Reports:
    """Open the output folder of a run: each table as a DataFrame (`.facts`), and `.sql("…")`. Raises UsageError."""
    return Reports(out)
