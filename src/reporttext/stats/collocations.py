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
    and take no place. The term may be any string; words that overlap it are the term, and no collocates of it.

    `together` is how often the word stands near the term, each time once, though it stands between two of them (then it is on both
    sides); `window_words` how many words stand near it so, and `expected` how often by chance (surface co-occurrence, Evert 2008):
    window_words f(y) / N; f(y) is how often the word stands, N all words. Only words with more than that are listed. PMI (Church
    and Hanks 1990) = log2(together / expected) favours rare words. Log Dice (Rychlý 2008) = 14 + log2(2 f(xy) / (f(x) + f(y))), at
    most 14, is comparable between archives; f(x) is how often the term stands in the text, f(xy) the less of `together` and
    `term_with`, how many times the term has the word near it, so that neither is paired twice.
    """
    import numpy as np
    import pandas as pd

    cut = cut_as_run(reports)
    left: Counter[str] = Counter()
    right: Counter[str] = Counter()
    both: Counter[str] = Counter()
    having: Counter[str] = Counter()
    nodes = 0
    for held in holding(reports, chosen, term):
        nodes += len(held.spans)
        tokens = cut(held.text)
        before: set[int] = set()
        after: set[int] = set()
        for to_left, to_right in neighbours(tokens, held.spans, window):
            before.update(to_left)
            after.update(to_right)
            having.update({tokens[place] for place in (*to_left, *to_right)})
        for counts, places in ((left, before), (right, after), (both, before | after)):
            counts.update(tokens[place] for place in places)
    if not nodes:
        raise UsageError(f"{term} does not stand in the reports chosen")
    words = sorted(w for w, n in both.items() if n >= least and len(w) >= length)
    all_words, total = _frequencies(reports, chosen, words)
    rows = pd.DataFrame({"collocate": words}, dtype=object)
    for name, counts in (
        ("together", both),
        ("left", left),
        ("right", right),
        ("term_with", having),
        ("count", all_words),
    ):
        rows[name] = np.array([counts[w] for w in words], dtype=np.int64)
    rows["term"], rows["term_count"], rows["words"], rows["window_words"] = term, nodes, total, both.total()
    together, count = rows["together"].to_numpy(float), rows["count"].to_numpy(float)
    pairs = np.minimum(together, rows["term_with"].to_numpy(float))
    rows["expected"] = both.total() * count / total
    rows["log_dice"] = 14 + np.log2(2 * pairs / (nodes + count))
    rows["pmi"] = np.log2(together / rows["expected"].to_numpy(float))
    rows = rows[together > rows["expected"]].reset_index(drop=True)
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
        Column("log_dice", "float", "log Dice", "Log Dice", "14 + log2(2f(xy) ÷ (f(x)+f(y)))，最高 14；f(xy) 取共现次数与带有次数中较小的", "14 + log2(2 f(xy) / (f(x) + f(y))), at most 14; f(xy) is the less of together and term_with"),
        Column("pmi", "float", "PMI", "Pointwise mutual information", "点互信息 log2(共现次数 ÷ 期望次数)", "log2(together / expected)"),
        Column("together", "int", "共现次数", "Together", "它在该词左右窗口内的次数，每处只计一次", "Times that it stands near the term, each once"),
        Column("left", "int", "左侧次数", "On the left", "在左侧的次数；夹在两处之间的两侧都计", "Times to the left; one between two is on both sides"),
        Column("right", "int", "右侧次数", "On the right", "在右侧的次数；夹在两处之间的两侧都计", "Times to the right; one between two is on both sides"),
        Column("term_count", "int", "词的次数", "Count of the term", "f(x)，按正文查找", "f(x), by text search"),
        Column("count", "int", "搭配词次数", "Count of the collocate", "f(y)，按分词", "f(y), as a word"),
        Column("words", "int", "总词数", "Words", "所选报告的词数 N", "Words of the reports chosen: N"),
        Column("expected", "float", "期望次数", "Expected", "偶然应有的共现次数：窗口词数·f(y) ÷ N", "Times together by chance: window_words f(y) / N"),
        Column("window_words", "int", "窗口词数", "Words in the windows", "该词左右窗口内的词数，每处只计一次", "Words near the term, each once"),
        Column("term_with", "int", "带有次数", "Of the term, with it", "该词有多少次在窗口内带有它", "Times of the term that have it near"),
    ),
    key=("term", "collocate"),
    parameters=(
        Parameter("term", "The word or phrase.", argument=True, required=True),
        Parameter("window", "Words on each side.", "int", default=5, low=1),
        Parameter("least", "Only words that stand near it at least so often.", "int", default=5, low=1),
        Parameter("length", "Least length of a collocate in characters.", "int", default=2, low=1),
    ),
    filters=("year", "place", "section", "where"),
    empty="no word of so many characters stands so often near the term, and more often than chance: take a smaller --least or --length, or a larger --window",
)  # fmt: skip
