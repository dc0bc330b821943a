"""Which wordings are one indicator: those that the catalogue knows, and groups proposed from the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporttext.stats import accepted
from reporttext.stats.clusters import join
from reporttext.stats.selection import Selection
from reporttext.stats.statistic import Found, Parameter, Query, Statistic
from reporttext.tables import Column, tables

if TYPE_CHECKING:
    import pandas as pd

    from reporttext.catalogue import Catalogue
    from reporttext.store.reader import Reports

_FACTS = """
select f.fact_id, f.doc_id, {id} as indicator_id, f.indicator as wording, f.unit_canonical as unit, f.kind, f.activity_type
from main.facts f join {documents} d using (doc_id)
where f.indicator is not null and f.kind <> 'rank' and {section} order by d.source, f."start"
"""
_WORDING = ["wording", "unit", "kind"]
_NOT_IN_IDS = str.maketrans("", "", " ,;:=\"'[]\t\n\u3000")
SOURCES = ("catalogue", "cluster")


def indicators(reports: Reports, chosen: Selection, *, threshold: float, least: int, evidence: bool) -> Found:
    """Indicators aligned: which wordings of figures are one indicator, by the catalogue or proposed.

    A row is a wording with its unit and kind. Those that the catalogue in force knows have its id. The rest is grouped: two
    wordings are proposed as one indicator where unit, kind of figure and kind of activity are equal, the words that tell
    things apart are the same (城镇, 进口, 第一, 率 …; data/catalogue.toml), and the cosine of the TF-IDF vectors of their pairs
    of characters is at least `--threshold`. The most frequent wording names the group; `score` is how near each is to it.

    These are proposals. To keep some, write the table to a file (-o proposals.xlsx), take out the rows that are wrong, give
    others the indicator_id and indicator they should have, and give the file back with --accept: it is kept in
    OUT/indicators.toml, which every statistic then uses, and which a later run takes as --rules for the column indicator_id.
    """
    known = accepted.known(reports)
    facts = _facts(reports, chosen)
    keyed = facts.groupby(_WORDING, sort=False)
    rows = keyed.agg(facts=("fact_id", "size"), reports=("doc_id", "nunique")).reset_index()
    for column in ("activity_type", "indicator_id"):
        rows = rows.merge(_commonest(facts, column), how="left", on=_WORDING)
    rows = rows.sort_values(
        ["reports", "facts", *_WORDING], ascending=[False, False, True, True, True]
    ).reset_index(drop=True)
    rows["by"] = rows["indicator_id"].notna().map({True: "catalogue", False: "cluster"})
    rows["indicator"] = rows["indicator_id"].map({id: entry.name for id, entry in known.entries.items()})
    rows["score"] = 1.0
    rows = _kept(_grouped(rows, known, threshold), least)
    behind = None
    if evidence:
        place = rows[_WORDING].reset_index(names="row")
        behind = facts.merge(place, on=_WORDING)[["row", "fact_id"]].sort_values(["row", "fact_id"])
    counts = rows.groupby("by")["indicator_id"].nunique()
    told = ", ".join(f"{int(counts.get(source, 0)):,} by {source}" for source in SOURCES)
    query = f"""select f.fact_id from main.facts f join {chosen.documents()} d using (doc_id)
        where f.indicator = $wording and f.unit_canonical = $unit and f.kind = $kind and {chosen.in_section("f")}"""
    return Found(
        rows,
        behind,
        Query(query, tuple(_WORDING), facts=True),
        notes=(f"indicators: {told}; of {int(keyed.ngroups):,} wordings {len(rows):,} are shown",),
    )


def _facts(reports: Reports, chosen: Selection) -> pd.DataFrame:
    given = accepted.ids(reports)
    of_store = "f.indicator_id" if given is None else "null"
    facts = reports.sql(
        _FACTS.format(id=of_store, documents=chosen.documents(), section=chosen.in_section("f"))
    )
    if given is None:
        return facts
    return facts.drop(columns="indicator_id").merge(given, how="left", on="fact_id")


def _commonest(facts: pd.DataFrame, column: str) -> pd.DataFrame:
    """For each wording the value it has most often, the first in order of the alphabet where two are."""
    counts = facts.groupby([*_WORDING, column]).size().rename("n").reset_index()
    counts = counts.sort_values(["n", column], ascending=[False, True], kind="stable")
    return counts.drop_duplicates(_WORDING)[[*_WORDING, column]]


def _grouped(rows: pd.DataFrame, known: Catalogue, threshold: float) -> pd.DataFrame:
    """The wordings that the catalogue does not know, grouped and named."""
    free = rows.index[(rows["by"] == "cluster") & rows["wording"].map(lambda text: known.match(text) is None)]
    rows = rows.loc[rows.index.isin(free) | (rows["by"] == "catalogue")].copy()
    texts, units, kinds = (rows.loc[free, column].tolist() for column in _WORDING)
    activities = rows.loc[free, "activity_type"].fillna("").tolist()
    bare = [known.bare(text) for text in texts]
    joined = join(
        bare, list(zip(units, kinds, activities, map(known.signature, bare), strict=True)), threshold
    )
    names = [bare[j.leader] for j in joined]
    ids = [f"{name}/{units[j.leader]}/{kinds[j.leader]}" for name, j in zip(names, joined, strict=True)]
    rows.loc[free, "indicator"] = names
    rows.loc[free, "indicator_id"] = [id.translate(_NOT_IN_IDS)[:80] for id in ids]
    rows.loc[free, "score"] = [j.score for j in joined]
    return rows


def _kept(rows: pd.DataFrame, least: int) -> pd.DataFrame:
    """Indicators in enough reports, the most frequent first, each with its wordings."""
    rows = rows[
        rows["by"].eq("catalogue") | (rows.groupby("indicator_id")["reports"].transform("sum") >= least)
    ]
    weight = rows.groupby("indicator_id")["facts"].transform("sum")
    order = ["by", "_weight", "indicator_id", "facts", *_WORDING]
    rows = rows.assign(_weight=-weight, facts=-rows["facts"]).sort_values(order, kind="stable")
    return rows.assign(facts=-rows["facts"]).drop(columns="_weight").reset_index(drop=True)


_FACT = {column.name: column for column in tables()["facts"].columns}

STATISTIC = Statistic(
    "indicators", "指标归并", "Indicators aligned", indicators,
    columns=(
        _FACT["indicator_id"],
        Column("indicator", "text", "指标名称", "Name", "目录中的名称，或组内最常见的写法", "The catalogue's name, or the most frequent wording"),
        Column("by", "text", "依据", "By", "catalogue 指标目录，cluster 建议归并", "catalogue, or cluster: proposed"),
        Column("wording", "text", "写法", "Wording", "报告中的指标文字", "The indicator's text in reports"),
        Column("unit", "text", "规范单位", "Unit", "单位的规范写法", "Canonical unit"),
        Column("kind", "text", "数据类别", "Kind", "count ratio money measure", "count, ratio, money or measure"),
        Column("score", "float", "接近程度", "Score", "与组内名称的接近程度，0到1", "How near it is to the name, 0 to 1"),
        Column("facts", "int", "数据数", "Facts", "这样写的数据条数", "Facts worded so"),
        Column("reports", "int", "报告数", "Reports", "这样写的报告数", "Reports that word it so"),
    ),
    key=("wording", "unit", "kind"),
    parameters=(
        Parameter("threshold", "How near two wordings must be, 0 to 1.", type="float", default=0.7, above=0, high=1),
        Parameter("least", "Reports that a proposed indicator must be in.", type="int", default=3, low=1),
        Parameter("evidence", "Keep the facts of every row in the table evidence; trace finds them without.", type="flag", default=False),
    ),
    filters=("year", "place", "section", "where"),
    empty="no figure with an indicator is in the sections chosen, or no wording that the catalogue does not know is in so many reports: take a smaller --least",
)  # fmt: skip
