"""What a statistic is: declared once, and the command, the method, the stored table and the docs come from that.

A statistic is a file of this package with a `STATISTIC` in it. Its function takes the open store and the reports chosen,
and gives rows; what every statistic needs beside them (ids, the trace, storing, formats) is done for it::

    def shares(reports: Reports, chosen: Selection, *, least: int) -> Found: ...


    STATISTIC = Statistic(
        "shares", "比重", "Shares", shares, columns=(...), key=("section",), parameters=(...)
    )

The first line of the function's docstring is the command's short help, the whole of it its help; it says what is counted,
over what, and the source of the method.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from reporttext.tables import Column, Table

if TYPE_CHECKING:
    import pandas as pd


Filter = Literal["year", "place", "section", "where", "by"]
FILTERS: tuple[Filter, ...] = ("year", "place", "section", "where", "by")

ROW_ID = Column(
    "row_id", "text", "行编号", "Row id",
    "统计量名称、参数和关键列的摘要；用 reporttext trace 查看其出处",
    "Digest of the statistic's name, its parameters and the key columns; reporttext trace shows what is behind it",
)  # fmt: skip


SPANS = Table(
    "spans", "依据段落", "Spans", "统计行与其背后文字的对应，每段一行", "One row a pair of a statistic's row and a stretch of text behind it",
    (
        ROW_ID,
        Column("doc_id", "text", "报告编号", "Report id", "报告的编号", "Id of the report"),
        Column("start", "int", "起", "Start", "在正文中的起点（字符）", "Start in the text, in characters"),
        Column("end", "int", "止", "End", "在正文中的终点（不含）", "End in the text, exclusive"),
    ),
)  # fmt: skip
EVIDENCE = Table(
    "evidence", "依据", "Evidence", "统计行与其背后数据的对应，每对一行", "One row a pair of a statistic's row and a fact behind it",
    (ROW_ID, Column("fact_id", "text", "数据编号", "Fact id", "数据明细表中的编号", "Id in the table facts")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parameter:
    """An option of a statistic, or with `argument` something named without an option.

    `many` may be given more than once; the function gets a tuple. Of a `file` the function gets the text, so that what
    was in it counts as the parameter, not its name. A number must have its bounds: `low` and `high` may be taken
    themselves, `above` may not. `compute` refuses what lies outside, for the command and the method alike.
    """

    name: str
    about: str
    type: Literal["text", "int", "float", "flag", "file"] = "text"
    default: Any = None
    many: bool = False
    argument: bool = False
    required: bool = False
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    above: float | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """What is behind a row, in SQL, where `$name` is that column of the row: a query of `doc_id, sentence`.

    Of `word`, a column, only the sentences are meant that hold it as a word of the segmenter; SQL finds them as text and
    `trace` segments them (not of a row whose `counted` is text, or whose `kind` is not word). With `near`, a column and a
    number of words, the word must stand so near to that string. With `facts` the query is of `fact_id`.
    """

    sql: str
    names: tuple[str, ...] = ()
    word: str | None = None
    near: tuple[str, int] | None = None
    facts: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What a statistic's function gives.

    `rows` has the statistic's columns, and before them those of `Selection.by`, in an order that depends on nothing but
    the store. Behind a row stand facts or sentences: `evidence` has the columns `row` (place in `rows`, from 0) and
    `fact_id`; `spans` row, doc_id, start and end of stretches of the texts; `query` gives what is found without either.
    `notes` say what the reader must know: what was left out, how was counted.
    """

    rows: pd.DataFrame
    evidence: pd.DataFrame | None = None
    query: Query | None = None
    spans: pd.DataFrame | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statistic:
    """A statistic. `key` are the columns that, with those of `--by`, tell one row from another.

    `wide` are the columns (across, values) of the wide form: a row for each of the other key columns, a column for each
    value of `across`; an `across` of None is the last column of `--by`. `by` is what it is grouped by unless told.
    `empty` is what a table without rows means: a note says it.
    """

    name: str
    zh: str
    en: str
    function: Callable[..., Found]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    parameters: tuple[Parameter, ...] = ()
    filters: tuple[Filter, ...] = FILTERS
    by: tuple[str, ...] = ()
    wide: tuple[str | None, str] | None = None
    empty: str = ""

    @property
    def about(self) -> str:
        """The definition: the docstring of the function."""
        return inspect.getdoc(self.function) or ""

    def table(self, groups: tuple[Column, ...] = ()) -> Table:
        """Its table, as `tables` describes those of a run: the id, the columns of `--by`, its own."""
        about = self.about.partition("\n")[0]
        return Table(self.name, self.zh, self.en, self.zh, about, (ROW_ID, *groups, *self.columns))

    def check(self) -> None:
        """Raise AssertionError where the declaration contradicts itself; a test calls it for every statistic."""
        names = [column.name for column in self.columns]
        assert len(set(names)) == len(names), f"{self.name}: a column twice"
        assert set(self.key) <= set(names), f"{self.name}: a key that is no column"
        assert self.about, f"{self.name}: no definition"
        if self.wide:
            assert self.wide[1] in names, f"{self.name}: wide values that are no column"
            assert self.wide[0] is None or self.wide[0] in self.key, f"{self.name}: wide across no key"
        assert self.empty, f"{self.name}: a table without rows would not say why"
        for p in self.parameters:
            bounded = p.low is not None or p.above is not None
            assert bounded == (p.type in ("int", "float")), (
                f"{self.name}: {p.name} has bounds, or is a number without"
            )
        used = set(inspect.signature(self.function).parameters) - {"reports", "chosen"}
        assert used == {parameter.name for parameter in self.parameters}, (
            f"{self.name}: parameters and function differ"
        )

    def defaults(self) -> Mapping[str, Any]:
        return {p.name: () if p.many and p.default is None else p.default for p in self.parameters}
