"""Which words stand in the same sentences: the edges of a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporttext.errors import UsageError
from reporttext.stats.counting import TERMS, folded, sentences
from reporttext.stats.selection import Selection
from reporttext.stats.statistic import Found, Parameter, Statistic
from reporttext.stats.trends import widespread
from reporttext.tables import Column

if TYPE_CHECKING:
    from reporttext.store.reader import Reports


def edges(reports: Reports, chosen: Selection, *, terms: tuple[str, ...], top: int, least: int) -> Found:
    """Co-occurrence of words in sentences: an edge for each pair.

    By text search: a sentence has a word where the string stands in it. `together` counts the sentences with both, `count_a` and
    `count_b` those with each, of `sentences`. Jaccard = together / (a + b - together); log Dice (Rychlý 2008) =
    14 + log2(2 together / (a + b)); normalised PMI (Bouma 2009) = ln(p(ab) / (p(a) p(b))) / -ln p(ab), from -1 to 1. Of two
    words one of which holds the other (发展, 高质量发展) no edge is made. Without terms: the most widespread words.
    """
    words = list(dict.fromkeys(terms)) or widespread(reports, chosen, top)
    if len(words) < 2:
        raise UsageError("edges: name two words or more")
    rows = reports.sql(
        f"""
        with w as (select unnest($words) as word, unnest(range(len($words))) as place),
        units as (select row_number() over (order by s.doc_id, s.sentence) as unit, {folded("s.text")} as text
            from main.sentences s join {chosen.documents()} d using (doc_id) where {chosen.in_section("s")}),
        hits as (select unit, place from units join w on contains(text, {folded("w.word")})),
        singles as (select place, count(*) as count from hits group by place),
        pairs as (select a.place as a, b.place as b, count(*) as together from hits a join hits b on a.unit = b.unit
            and a.place < b.place group by all having count(*) >= {int(least)})
        select wa.word as term_a, wb.word as term_b, together, sa.count as count_a, sb.count as count_b, n.n as sentences,
            together / (sa.count + sb.count - together) as jaccard,
            14 + log2(2 * together / (sa.count + sb.count)) as log_dice,
            if(together = n.n, 1, ln(together * n.n / (sa.count * sb.count)) / -ln(together / n.n)) as npmi
        from pairs join w wa on wa.place = a join w wb on wb.place = b join singles sa on sa.place = a
        join singles sb on sb.place = b cross join (select count(*) as n from units) n
        where not contains(wa.word, wb.word) and not contains(wb.word, wa.word)
        order by round(log_dice, 9) desc, a, b
        """,
        {"words": words},
    )
    return Found(rows, query=sentences(chosen, "term_a", "term_b"))


STATISTIC = Statistic(
    "edges", "共现", "Edges", edges,
    columns=(
        Column("term_a", "text", "词甲", "Term A", "其一", "The one"),
        Column("term_b", "text", "词乙", "Term B", "其二", "The other"),
        Column("together", "int", "共现句数", "Together", "同时有两词的句子数", "Sentences with both"),
        Column("count_a", "int", "甲句数", "Sentences with A", "有词甲的句子数", "Sentences with the one"),
        Column("count_b", "int", "乙句数", "Sentences with B", "有词乙的句子数", "Sentences with the other"),
        Column("sentences", "int", "句数", "Sentences", "全部句子数", "Sentences in all"),
        Column("jaccard", "float", "Jaccard", "Jaccard index", "共现句数 ÷ 有任一词的句数", "Together by sentences with either"),
        Column("log_dice", "float", "log Dice", "Log Dice", "14 + log2(2·共现 ÷ (甲 + 乙))", "14 + log2(2 together / (a + b))"),
        Column("npmi", "float", "标准化 PMI", "Normalised PMI", "标准化点互信息，−1 到 1", "Normalised pointwise mutual information, from -1 to 1"),
    ),
    key=("term_a", "term_b"),
    parameters=(
        TERMS,
        Parameter("top", "Without terms: how many of the most widespread words to take.", "int", default=50, low=2),
        Parameter("least", "Only pairs that share so many sentences.", "int", default=5, low=1),
    ),
    filters=("year", "place", "section", "where"),
    empty="no two of the words are in so many sentences together, but for words that hold one another: take a smaller --least",
)  # fmt: skip
