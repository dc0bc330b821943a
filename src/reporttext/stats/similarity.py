"""How alike reports are, in their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reporttext.errors import UsageError
from reporttext.stats.alignment import likeness
from reporttext.stats.one_report import one_report
from reporttext.stats.selection import Selection, selection
from reporttext.stats.statistic import Found, Parameter, Query, Statistic
from reporttext.store import name
from reporttext.tables import Column

if TYPE_CHECKING:
    import pandas as pd

    from reporttext.store.reader import Reports

_ROWS = 500  # units compared with all others at a time
_SHARED = 8  # words named
_SHORT = 12  # characters: sentences below are no passage


def similarity(
    reports: Reports, chosen: Selection, *, of: str, report: str | None, nearest: int, passages: int
) -> Found:
    """Similarity of reports (or places, years, provinces …) by their words: cosine of TF-IDF, and Jaccard.

    Words of two characters or more, weighted (1 + ln count) · ln(N / df) over the N units, vectors of length 1 (Salton and
    Buckley 1988); `cosine` is from 0 to 1. `jaccard` is the share of the words of either that both have, whatever their
    weight: it says nothing of the other units, and does not change where some are added or left out. Of each unit the
    `nearest` others are given, each pair once; all pairs with 0. `shared` are the words that make up most of the cosine.
    For the `passages` most similar pairs of reports the two most alike sentences stand beside them: `passage_likeness` is
    the cosine of their character pairs. Copied passages are another question, for `reuse`.
    """
    import numpy as np
    import pandas as pd

    units = replace(chosen, by=selection(reports, by=of).by)
    if len(units.by) != 1:
        raise UsageError("similarity: --of takes one name")
    labels, words, matrix, held = _vectors(reports, units)
    only = None
    if report is not None:
        if of != "report":
            raise UsageError("similarity: --report goes with --of report")
        source = one_report(reports, report)["source"]
        if source not in labels:
            raise UsageError(f"{source} is not among the reports chosen")
        only = labels.index(source)
    pairs = _pairs(matrix, nearest, only)
    rows = pd.DataFrame(
        [{"a": labels[i], "b": labels[j], "cosine": cosine, **_common(matrix, held, words, i, j)} for i, j, cosine in pairs],
        columns=[column.name for column in STATISTIC.columns],
    )  # fmt: skip
    order = np.lexsort((rows["b"], rows["a"], -rows["cosine"].astype(float).round(9)))
    rows = rows.iloc[order].reset_index(drop=True)
    if of == "report":
        rows = rows.astype(object)
        _add_passages(reports, chosen, rows, passages)
    query = f"""select s.doc_id, s.sentence from main.sentences s join {units.documents()} d using (doc_id)
        where {"s" if of == "section" else "d"}.{name(of)}::varchar in ($a, $b) and {chosen.in_section("s")}
        and ($start_a is null or (d.source = $a and s."start" = $start_a) or (d.source = $b and s."start" = $start_b))
        and ($start_a is not null or len(list_filter($shared, lambda word: contains(s.text, word))) > 0)"""
    return Found(rows, query=Query(query, ("a", "b", "shared", "start_a", "start_b")))


def _vectors(reports: Reports, units: Selection) -> tuple[list[str], list[str], Any, list[Any]]:
    """Labels of the units, words, the matrix of weights, a row a unit, of length 1, and of each unit the words it has.

    The words are sorted columns of the matrix. They cannot be read off it: what all units have weighs nothing.
    """
    import numpy as np
    from scipy.sparse import csr_matrix, diags

    by = name(units.by[0])
    counts = f"""counts as (select {units.group()} s.term, sum(s.count) as count from main.terms s
        join {units.documents()} d using (doc_id) where length(s.term) > 1 and {units.in_section("s")} group by all),
        unit as (select {by}, row_number() over (order by {by}) - 1 as i from counts where {by} is not null group by {by}),
        word as (select term, count(*) as df, row_number() over (order by term) - 1 as j from counts
            where {by} is not null group by term)"""
    labels = reports.sql(f"with {counts} select {by}::varchar as label from unit order by i")[
        "label"
    ].tolist()
    words = reports.sql(f"with {counts} select term from word order by j")["term"].tolist()
    if len(labels) < 2:
        raise UsageError(f"similarity: there must be two or more to compare ({units.by[0]})")
    rows = reports.sql(
        f"""with {counts} select i::integer as i, j::integer as j, count::integer as count, df::integer as df
        from counts join unit using ({by}) join word using (term) order by i, j"""
    )
    held = np.split(rows["j"].to_numpy(), np.searchsorted(rows["i"].to_numpy(), range(1, len(labels))))
    weights = (1 + np.log(rows["count"].to_numpy())) * np.log(len(labels) / rows["df"].to_numpy())
    matrix = csr_matrix((weights, (rows["i"].to_numpy(), rows["j"].to_numpy())))
    length = np.sqrt(matrix.multiply(matrix).sum(axis=1)).A1
    matrix = diags(np.divide(1.0, length, out=np.zeros_like(length), where=length > 0)) @ matrix
    return labels, words, matrix.tocsr(), held


def _pairs(matrix: Any, nearest: int, only: int | None) -> list[tuple[int, int, float]]:
    """Pairs of units, the first before the second, with their cosine: for each unit (or `only` one) its nearest."""
    import numpy as np

    found: dict[tuple[int, int], float] = {}
    number = matrix.shape[0]
    for first in range(0, number, _ROWS) if only is None else (only,):
        last = min(first + _ROWS, number) if only is None else first + 1
        cosines = (matrix[first:last] @ matrix.T).toarray().round(12)
        for i in range(first, last):
            row = cosines[i - first]
            row[i] = -1
            most = nearest or number
            for j in np.argsort(-row, kind="stable")[: min(most, number - 1)].tolist():
                found[min(i, j), max(i, j)] = float(row[j])
    return [(i, j, cosine) for (i, j), cosine in found.items()]


def _common(matrix: Any, held: Sequence[Any], words: Sequence[str], i: int, j: int) -> Mapping[str, Any]:
    """Jaccard's index of the words of two units, and the words that add most to their cosine."""
    import numpy as np

    both = len(np.intersect1d(held[i], held[j], assume_unique=True))
    product = matrix[i].multiply(matrix[j]).tocoo()
    weights = product.data.round(12)
    most = np.lexsort((product.col, -weights))[:_SHARED]
    return {
        "jaccard": both / (len(held[i]) + len(held[j]) - both), "words_shared": both,
        "shared": [words[product.col[k]] for k in most.tolist() if weights[k] > 0],
    }  # fmt: skip


def _add_passages(reports: Reports, chosen: Selection, rows: pd.DataFrame, number: int) -> None:
    """Write the most alike sentences of the first `number` pairs into their rows."""
    import numpy as np

    first = rows.head(number)
    texts: dict[str, list[tuple[str, int, int]]] = {}
    for source in dict.fromkeys([*first["a"], *first["b"]]):
        found = reports.sql(
            f"""select s.text, s."start", s."end" from main.sentences s join main.documents d using (doc_id)
            where d.source = $source and length(s.text) >= {_SHORT} and {chosen.in_section("s")} order by s.sentence""",
            {"source": source},
        )
        texts[source] = list(found.itertuples(index=False, name=None))
    for row, (one, other) in enumerate(zip(first["a"], first["b"], strict=True)):
        a, b = texts[one], texts[other]
        if not a or not b:
            continue
        alike = likeness([text for text, *_ in a], [text for text, *_ in b]).round(9)
        i, j = np.unravel_index(int(alike.argmax()), alike.shape)
        for side, (text, start, end) in (("a", a[int(i)]), ("b", b[int(j)])):
            rows.at[row, f"passage_{side}"] = text
            rows.at[row, f"start_{side}"], rows.at[row, f"end_{side}"] = int(start), int(end)
        rows.at[row, "passage_likeness"] = float(alike[i, j])


STATISTIC = Statistic(
    "similarity", "相似度", "Similarity", similarity,
    columns=(
        Column("a", "text", "甲", "A", "报告来源或组名", "Source of the report, or the group"),
        Column("b", "text", "乙", "B", "另一报告来源或组名", "Source of the other report, or the other group"),
        Column("cosine", "float", "余弦", "Cosine", "TF-IDF 余弦相似度，0 到 1", "Cosine of TF-IDF, 0 to 1"),
        Column("jaccard", "float", "Jaccard", "Jaccard index", "共有词 ÷ 任一方有的词（两字以上的词）", "Words that both have by words that either has (of two characters or more)"),
        Column("words_shared", "int", "共有词数", "Words shared", "两方共有的词数（两字以上的词）", "Words that both have (of two characters or more)"),
        Column("shared", "texts", "主要共有词", "Shared", "对余弦贡献最大的词", "The words that add most to the cosine"),
        Column("passage_a", "text", "甲句", "Passage in A", "最相近的两句之一", "The sentence of A most like one of B"),
        Column("passage_b", "text", "乙句", "Passage in B", "最相近的两句之二", "The sentence of B most like it"),
        Column("passage_likeness", "float", "句相似度", "Likeness of passages", "两句的相似度，0 到 1", "How alike they are, 0 to 1"),
        Column("start_a", "int", "甲起", "Start in A", "甲句在正文中的起点（字符）", "Start in the text of A, in characters"),
        Column("end_a", "int", "甲止", "End in A", "甲句在正文中的终点（不含）", "End in the text of A, exclusive"),
        Column("start_b", "int", "乙起", "Start in B", "乙句在正文中的起点（字符）", "Start in the text of B, in characters"),
        Column("end_b", "int", "乙止", "End in B", "乙句在正文中的终点（不含）", "End in the text of B, exclusive"),
    ),
    key=("a", "b"),
    parameters=(
        Parameter("of", "What is compared: report, place, year, province, section …", default="report"),
        Parameter("report", "Only this report with all others: doc_id, source, or place and year."),
        Parameter("nearest", "Others given for each; 0 for all, which is every pair: of 800 reports 320,000, which take many minutes.", "int", default=5, low=0),
        Parameter("passages", "Pairs of reports for which the most alike sentences are found.", "int", default=100, low=0),
    ),
    filters=("year", "place", "section", "where"),
    wide=("b", "cosine"),
    empty="there are no two reports or groups to compare",
)  # fmt: skip
