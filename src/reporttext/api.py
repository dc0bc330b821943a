"""What `import reporttext as rt` offers: read, analyse, run, open, find_quantities, parse_number."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporttext import (
    explain,
    extract,
    lexicon,
    newwords,
    pipeline,
    readers,
    shipped,
    unknown,
    usertext,
    userwords,
)
from reporttext.differences import Difference, difference
from reporttext.errors import ReporttextError
from reporttext.model import Document, Qualifier
from reporttext.newwords import NewWord
from reporttext.numbers import parse_number
from reporttext.outputs import fill
from reporttext.outputs.plots import write as plots
from reporttext.readers.limits import Limits
from reporttext.review import programs, unsure
from reporttext.review.tasks import Came
from reporttext.runner import Result, run
from reporttext.settings import Settings
from reporttext.stats import STATISTICS, accept, methods, saved, trace
from reporttext.store import reader
from reporttext.userwords import WordHit

if TYPE_CHECKING:
    import pandas as pd

    from reporttext.outputs.fill import Filled
    from reporttext.outputs.plots.write import Plotted
    from reporttext.training.review import Learnt

__all__ = [
    "Document",
    "Figure",
    "Limits",
    "NewWord",
    "Reports",
    "Result",
    "Settings",
    "WordHit",
    "analyse",
    "diff",
    "find_quantities",
    "open",
    "parse_number",
    "read",
    "read_all",
    "read_annotated",
    "run",
    "sample",
    "split",
    "train",
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
    """The tables of an output folder, see `reporttext.store.reader.Reports`, and what can be asked about them.

    Every statistic is a method of its name: `help(reports.trends)`.
    """

    def explain(self, fact_id: str) -> explain.Explanation:
        """Why a fact is what it is; `print` it, or take its `as_dict()`. Raises UsageError where there is no such fact."""
        return explain.explain(self, fact_id)

    def unknown_verbs(self) -> list[unknown.UnknownVerb]:
        """The verbs at figures that no kind of activity claims, the most frequent first; a DataFrame takes the list."""
        return unknown.unknown_verbs(self)

    def new_words(self, top: int = 200) -> list[NewWord]:
        """Up to `top` words of the archive that its run cut apart, the best first; a DataFrame takes the list."""
        return newwords.new_words(self, top)

    def word_hits(self) -> list[WordHit]:
        """How often each word of the dictionary that the run was given was used. Raises UsageError where there was none."""
        return userwords.word_hits(self)

    def trace(self, row_id: str, *, first: int = trace.FIRST) -> trace.Trace:
        """The first sentences behind a row of a statistic, and how many there are in all. Raises UsageError."""
        return trace.trace(self, row_id, first=first)

    def accept_indicators(self, file: str | Path) -> tuple[Path, int, int]:
        """Keep an edited table of `indicators` (csv, xlsx) for all statistics; see `reporttext.stats.accept`."""
        return accept.accept(self, Path(file))

    def fill(
        self, form: str | Path, mapping: str | Path, out: str | Path, *, comments: bool = True
    ) -> list[Filled]:
        """Write figures into a copy of a form by a map (TOML); returns every cell asked for. See `reporttext.outputs.fill`."""
        return fill.fill(self, Path(form), Path(mapping), Path(out), comments=comments)

    def plot(self, name: str, file: str | Path, **given: Any) -> Plotted:
        """Draw a statistic (trends, panel, shares) into a .png or .svg, its rows beside it as .csv.

        `given` are the statistic's own, as its method takes them, and language, title, font, width, height (inches), dpi.
        The result is kept, so that `trace` knows its rows. See `reporttext.outputs.plots`.
        """
        font = given.pop("font", None)
        done = plots.write(self, name, Path(file), font=None if font is None else Path(font), **given)
        with contextlib.suppress(
            ReporttextError
        ):  # a folder one may not write to can be plotted all the same
            saved.save(self.path, done.result)
        return done

    def review(
        self,
        file: str | Path,
        *,
        limit: int | None = unsure.LIMIT,
        below: float = unsure.BELOW,
        report: str | None = None,
        indicator: str | None = None,
        language: str = "en",
    ) -> unsure.Written:
        """Write what is unsure to a review file, for `run(corrections=…)`; see `reporttext.review.unsure`.

        `language` (zh, en) is that of its heads and codes; both are read. Rows that were decided in a file that is there are
        kept. `limit` is the most rows, the most useful first: None for all, 0 for none but what was decided (where the command's --limit 0 is all). Rows have a score
        below `below`; 1 takes every one, also what is sure. Raises UsageError where that is no review file.
        """
        return unsure.write(
            self, Path(file), limit=limit, below=below, report=report, indicator=indicator, language=language
        )

    def annotate(
        self,
        file: str | Path,
        program: str,
        *,
        limit: int | None = unsure.LIMIT,
        below: float = unsure.BELOW,
    ) -> int:
        """Write paragraphs that hold what is unsure for `label-studio` or `doccano`; returns how many. See `read_annotated`."""
        return programs.send(self, Path(file), program, limit=limit, below=below)

    @property
    def evidence(self) -> pd.DataFrame:
        """The facts behind the rows of all statistics that are kept: row_id, fact_id."""
        return saved.evidence(self.path)


for _statistic in STATISTICS.values():
    assert not hasattr(Reports, _statistic.name), f"{_statistic.name} is taken"
    setattr(Reports, _statistic.name, methods.method(_statistic))


def read(path: str | Path) -> Document:
    """Read one file that holds one report; raises ReadError with a reason and a remedy."""
    return readers.read(Path(path))


def read_all(path: str | Path, *, text_column: str | None = None) -> Iterator[Document]:
    """Read every report of a file: one, or of a list (.xlsx, .csv, .jsonl) one a row. Raises ReadError with a reason and a remedy.

    `text_column` names the column of full texts; without it the column is found.
    """
    return readers.read_all(Path(path), text_column=text_column)


def analyse(
    document: Document | str,
    *,
    rules: str | None = None,
    words: str | None = None,
    model: str | Path | None = None,
) -> Document:
    """Return the document, or text, with every layer found: blocks, sentences, words, metadata, facts, events, mentions.

    `rules` is the text (TOML) of a rule file laid over the shipped rules, `words` that of a dictionary of your own: words
    that stay whole, a line each, with weight and tag where wanted (陂头夜话 300 nz). `model` is a folder that `reporttext train` wrote.
    Raises UsageError where the path of a file stands for its text.
    """
    if not isinstance(document, Document | str):
        raise TypeError(
            f"analyse takes a Document, as read gives it, or the text of a report, not {type(document).__name__}"
        )
    usertext.check(rules, "analyse: rules", "a rule file")
    usertext.check(words, "analyse: words", "a dictionary")
    doc = Document(document) if isinstance(document, str) else document
    return pipeline.analyse(doc, Settings.of(rules, words=words, model=model))


def split(document: Document, *, rules: str | None = None) -> tuple[Document, ...]:
    """The reports of a file as it was read: itself, or those of a compilation, each with a text and offsets of its own.

    A run does this to every file; `analyse` takes the document as the one report that it is given.
    """
    usertext.check(rules, "split: rules", "a rule file")
    return pipeline.split(document, Settings(rules))


def find_quantities(text: str, *, rules: str | None = None) -> list[Figure]:
    """The figures in any text: 近5000名, 3.5亿元, 5至6户, **余人, 60%以上, 全省第一. In order, none overlapping.

    >>> [(q.quote, q.value, q.unit) for q in find_quantities("培训近5000名党员，投入**万元")]
    [('近5000名', Decimal('5000'), '名'), ('**万元', None, '元')]
    """
    usertext.check(rules, "find_quantities: rules", "a rule file")
    found = extract.find_in(text, lexicon.load(rules))
    return [
        Figure(
            f.span.start, f.span.end, f.span.of(text), f.kind, f.quantity.low, f.quantity.high, f.quantity.unit,
            f.quantity.qualifier, f.quantity.masked,
        )
        for f in found
    ]  # fmt: skip


def train(review: str | Path, out: str | Path, *, model: str | Path | None = None) -> Learnt:
    """Let the section model learn from a review file (rows of field `section`) and write it to the folder `out`.

    It starts from the model in the folder `model`, by default the one in `out`, else the shipped one. A model that got worse, by more than
    half a point on held-out paragraphs or on corrections it has not seen, is not written: `.worse` says why, and `.before` and `.after` hold the scores. Raises UsageError.
    """
    from reporttext.training.review import learn_from

    return learn_from(Path(review), Path(out), None if model is None else Path(model))


def read_annotated(file: str | Path, program: str, review: str | Path, language: str = "en") -> Came:
    """Turn what was annotated in `label-studio` or `doccano` into a review file, in a language (zh, en). Raises UsageError."""
    return programs.take(Path(file), program, Path(review), language)


def diff(one: str | Path, other: str | Path) -> Difference:
    """What appeared, vanished and changed between the output folders of two runs; see `reporttext.differences`. Raises UsageError."""
    with Reports(one, any_version=True) as before, Reports(other, any_version=True) as after:
        return difference(before, after)


def sample() -> Path:
    """The folder of sample reports, of fictional places, that travels with the package."""
    return shipped.sample()


def open(out: str | Path) -> Reports:
    """Open the output folder of a run: each table as a DataFrame (`.facts`), and `.sql("…")`. Raises UsageError."""
    return Reports(out)
