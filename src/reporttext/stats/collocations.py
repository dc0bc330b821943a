"""Words that keep company with a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reporttext.errors import UsageError
from reporttext.stats.counting import TERM, sentences
from reporttext.stats.occurrences import holding
from reporttext.stats.selection import Selection
from reporttext.stats.statistic import Found, Parameter, Statistic
from reporttext.stats.tokens import cut_as_run, neighbours
from reporttext.tables import Column

if TYPE_CHECKING:
    from reporttext.store.reader import Reports


def collocations(
    reports: Reports, chosen: Selection, *, term: str, window: int, least: int, length: int
) -> Found:
    """Collocations of a word or phrase: the words near it more often than chance has them.

    Near is within `window` words to the left or right in the same sentence; numbers, masks and punctuation are no words
    and take no place. Log Dice (Rychlý 2008) = 14 + log2(2 f(xy) / (f(x) + f(y))), at most 14, comparable between
    archives; PMI (Church and Hanks 1990) = log2(f(xy) N / (f(x) f(y))), which favours rare words. f(xy) is how often the
    two stand together (a word between two nodes counts with each once), f(x) how often the term stands in the text, f(y)
    how often the word stands, N all words. The term may be any string; words that overlap it are the term.
    """
    import numpy as np
    import pandas as pd

    cut = cut_as_run(reports)
    near: dict[str, Counter[str]] = {"left": Counter(), "right": Counter()}
    nodes = 0
    for held in holding(reports, chosen, term):
        nodes += len(held.spans)
        for left, right in neighbours(cut(held.text), held.spans, window):
            near["left"].update(left)
            near["right"].update(right)
    if not nodes:
        raise UsageError(f"{term} does not stand in the reports chosen")
    both = near["left"] + near["right"]
    words = sorted(w for w, n in both.items() if n >= least and len(w) >= length)
    all_words, total = _frequencies(reports, chosen, words)
    rows = pd.DataFrame({"collocate": words}, dtype=object)
    for name, counts in (
        ("together", both),
        ("left", near["left"]),
        ("right", near["right"]),
        ("count", all_words),
    ):
        rows[name] = np.array([counts[w] for w in words], dtype=np.int64)
    rows["term"], rows["term_count"], rows["words"] = term, nodes, total
    together, count = rows["together"].to_numpy(float), rows["count"].to_numpy(float)
    rows["log_dice"] = 14 + np.log2(2 * together / (nodes + count))
    rows["pmi"] = np.log2(together * total / (nodes * count))
    order = np.lexsort((rows["collocate"].to_numpy(str), -rows["log_dice"].round(9)))
    query = sentences(chosen, "term", "collocate", word="collocate", near=("term", window))
    return Found(rows.iloc[order].reset_index(drop=True), query=query)


def _frequencies(reports: Reports, chosen: Selection, words: Sequence[str]) -> tuple[Counter[str], int]:
    source = f"from main.terms s join {chosen.documents()} d using (doc_id) where {chosen.in_section('s')}"
    total = reports.sql(f"select coalesce(sum(s.count), 0)::bigint as n {source}")["n"][0]
    rows = reports.sql(
        f"select s.term, sum(s.count)::bigint as n {source} and s.term in (select unnest($words)) group by s.term",
        {"words": list(words)},
    )
    return Counter(dict(zip(rows["term"].tolist(), rows["n"].tolist(), strict=True))), int(total)


STATISTIC = Statistic(
    "collocations", "搭配", "Collocations", collocations,
    columns=(
        TERM,
        Column("collocate", "text", "搭配词", "Collocate", "与之搭配的词", "The word near it"),
        Column("log_dice", "float", "log Dice", "Log Dice", "14 + log2(2f(xy) ÷ (f(x)+f(y)))，最高 14", "14 + log2(2 f(xy) / (f(x) + f(y))), at most 14"),
        Column("pmi", "float", "PMI", "Pointwise mutual information", "点互信息 log2(f(xy)·N ÷ (f(x)·f(y)))", "log2(f(xy) N / (f(x) f(y)))"),
        Column("together", "int", "共现次数", "Together", "窗口内共现的次数 f(xy)", "Times together in the window: f(xy)"),
        Column("left", "int", "左侧次数", "On the left", "在左侧的次数", "Times to the left"),
        Column("right", "int", "右侧次数", "On the right", "在右侧的次数", "Times to the right"),
        Column("term_count", "int", "词的次数", "Count of the term", "f(x)，按正文查找", "f(x), by text search"),
        Column("count", "int", "搭配词次数", "Count of the collocate", "f(y)，按分词", "f(y), as a word"),
        Column("words", "int", "总词数", "Words", "所选报告的词数 N", "Words of the reports chosen: N"),
    ),
    key=("term", "collocate"),
    parameters=(
        Parameter("term", "The word or phrase.", argument=True, required=True),
        Parameter("window", "Words on each side.", "int", default=5, low=1),
        Parameter("least", "Only words that stand near it at least so often.", "int", default=5, low=1),
        Parameter("length", "Least length of a collocate in characters.", "int", default=2, low=1),
    ),
    filters=("year", "place", "section", "where"),
    empty="no word of so many characters stands so often near the term: take a smaller --least or --length, or a larger --window",
)  # fmt: skip
