"""What facts claim of a cell: place, year, indicator, status, scope, unit, and level, increment or rate.

`claims` reads them from the store; `Tally` counts what can be in no yearly cell, and why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporttext.catalogue.entries import NONE
from reporttext.errors import UsageError
from reporttext.stats import accepted
from reporttext.stats.naming import names_of
from reporttext.stats.nearest import near
from reporttext.stats.selection import Selection
from reporttext.store import literal

if TYPE_CHECKING:
    import pandas as pd

    from reporttext.catalogue import Catalogue, Entry
    from reporttext.store.reader import Reports

CELL = ("place_id", "year", "indicator_id", "status", "scope", "unit", "measure")

# A change counts for its year only where it is from the year before; 比年初 is so for what grows within the year.
_FROM_LAST_YEAR = "coalesce(f.change_base, '') in ('同比', '比上年', '比去年', '较上年', '较去年', '上年')"
_YEARLY = f"{_FROM_LAST_YEAR} or coalesce(f.change_base, '') in ('', '比年初') or f.change_base like concat('较', year(f.period_end) - 1, '年%')"

# A mark passed says that the value is above it: 迈上3万亿元台阶, 突破200亿元大关.
_PASSING, _PASSED = "(迈上|跨上|跨越|跨过|迈过|迈入|越过|登上|跃上|站上)了?[|]", "大关|台阶|门槛"
_BEFORE, _AFTER = 6, 6  # characters that are looked at

# Words of time that say which year: of two mentions the one with its own is surer than the one that inherits its time.
_YEAR_SAID = "^[到至截止]*((19|20)[0-9]{2} ?年|[去上今本]年|全年|过去的?一年|初步)"

_FACTS = """
select f.fact_id, f.doc_id, d.place_id, d.source, d.year as report_year, o.year_given, {by}
    {id} as indicator_id, f.indicator, f.status, f.scope, f.unit_canonical as unit, f.kind, f.change, f.value_canonical as value,
    f.value_max * f.value_canonical / nullif(f.value, 0) as value_max, f.masked, f.qualifier, f.qualifier_text, f.status_cue,
    f.quote, f.section, f."start", f.repeat_of, f.growth_basis,
    coalesce(contains(s."text", f.period_text) and regexp_matches(f.period_text, '{year_said}'), false) as dated,
    regexp_matches(concat(right(substr(s."text", 1, cast(f."start" - s."start" as bigint)), {before}), '|'), '{passing}')
        or regexp_matches(substr(s."text", cast(f."end" - s."start" as bigint) + 1, {after}), '{passed}') as passed,
    case
        when f.period_start is null then 'none'
        when {last_year} then 'year'  -- in a review of five years too it is a change over one, the last
        when year(f.period_start) <> year(f.period_end) then 'years'
        when f.period_end - f.period_start < 364 then 'part'
        when not ({yearly}) then 'base'
        else 'year' end as fit,
    year(f.period_end) as year
from main.facts f join {documents} d using (doc_id) join main.documents o using (doc_id)
    join main.sentences s using (doc_id, sentence)
where {id} is not null and f.kind <> 'rank' and {section} and {wanted}
order by d.source, f."start", f.fact_id
"""

_TOTALS = "f.indicator_id is null and f.scope = 'total' and f.status in ('achieved', 'target')"
_WORDINGS = f"""
select f.indicator, coalesce(f.unit_canonical, '') as unit
from main.facts f join {{documents}} d using (doc_id)
where f.indicator is not null and f.kind <> 'rank' and {_TOTALS} and {{section}} and {{only}}
group by all having count(distinct f.doc_id) >= {{least}}
order by count(distinct f.doc_id) desc, f.indicator, unit
"""

_LEFT = {
    "none": "of no stated period",
    "years": "of several years",
    "part": "of a part of a year",
    "base": "changes from another base than the year before",
    "unit": "in a unit that the catalogue does not know for them",
}


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims on yearly cells, ordered by report and place; `left` counts the facts left out, by reason, `others` are these."""

    rows: pd.DataFrame
    left: dict[str, int]
    others: pd.DataFrame

    def notes(self) -> tuple[str, ...]:
        """What was left out, in one sentence."""
        told = [f"{number:,} {_LEFT[why]}" for why, number in self.left.items() if number]
        return (f"facts of these indicators that are in no yearly cell: {', '.join(told)}",) if told else ()


def entries(known: Catalogue, wanted: Sequence[str]) -> list[Entry]:
    """The indicators by id, name or any wording; all of them where none is named. Raises UsageError."""
    found: dict[str, Entry] = {}
    for name in wanted:
        match = known.names.get(name) or (m.entry.id if (m := known.match(name)) else None)
        if match in (None, NONE):
            others = near(name, names_of(known)) or [entry.name for entry in _indicators(known)][:8]
            raise UsageError(
                f"the catalogue has no indicator {name}; it has, for example: {', '.join(others)}"
            )
        found[match] = known.entries[match]
    return list(found.values()) or _indicators(known)


def _indicators(known: Catalogue) -> list[Entry]:
    return [entry for id, entry in known.entries.items() if id != NONE]


def claims(reports: Reports, chosen: Selection, known: Catalogue, wanted: Sequence[Entry]) -> Claims:
    """The claims on yearly cells of the indicators `wanted`.

    Columns: those of `CELL`; fact_id, doc_id, source, report_year, year_given; value (signed, in the unit of
    the cell), value_max, masked, qualifier, qualifier_text, status_cue, quote, section, start, repeat_of, indicator
    (as worded), passed (a mark passed, not the value: such a figure is over what is written), growth_basis, dated (its own sentence says the year), and the columns of `chosen.by`.
    """
    names = ", ".join(literal(entry.id) for entry in wanted)
    given = accepted.ids(reports)
    of_store = given is None
    query = _FACTS.format(
        id="f.indicator_id" if of_store else "''", yearly=_YEARLY, last_year=_FROM_LAST_YEAR,
        before=_BEFORE, after=_AFTER, passing=_PASSING, passed=_PASSED, year_said=_YEAR_SAID, documents=chosen.documents(),
        section=chosen.in_section("f"), wanted=f"f.indicator_id in ({names})" if of_store else "true",
        by="".join(f'd."{by}" as "by_{by}", ' for by in chosen.by_document if by != "year"),
    )  # fmt: skip
    rows = reports.sql(query)
    if given is not None:
        rows = rows.drop(columns="indicator_id").merge(given, on="fact_id")
        rows = rows[rows["indicator_id"].isin([entry.id for entry in wanted])].reset_index(drop=True)
    return _yearly(_measured(rows, known))


def _yearly(rows: pd.DataFrame) -> Claims:
    """Only what fits a yearly cell; the rest is counted."""
    import pandas as pd

    counts = rows["fit"].value_counts()
    left = {why: int(counts.get(why, 0)) for why in _LEFT}
    yearly = rows["fit"] == "year"
    rows = rows.drop(columns=["fit", "kind", "change"]).astype({"year": pd.Int64Dtype()})
    fitting, others = (rows[which].reset_index(drop=True) for which in (yearly, ~yearly))
    return Claims(fitting, left, others)


def worded(
    reports: Reports, chosen: Selection, known: Catalogue, most: int, only: Sequence[str] = ()
) -> Claims:
    """The claims of what the catalogue does not know, as `claims` gives them: the wording is the `indicator_id`.

    Only totals that are achieved or planned, of the `most` wordings (with their unit) that most reports have, and at least
    two of them, or all wordings where there is but one report; with `only`, of these wordings, whoever has them.
    """
    listed = f"f.indicator in ({', '.join(map(literal, only))})" if only else "true"
    least = 1 if only else f"if((select count(*) from {chosen.documents()}) = 1, 1, 2)"
    found = reports.sql(
        _WORDINGS.format(
            documents=chosen.documents(), section=chosen.in_section("f"), only=listed, least=least
        )
    )
    pairs = [
        f"({literal(wording)}, {literal(unit)})"
        for wording, unit in zip(found["indicator"].tolist(), found["unit"].tolist(), strict=True)
        if known.match(wording) is None
    ]
    chosen_pairs = ", ".join(pairs if only else pairs[:most]) or "('', '')"
    wanted = f"(f.indicator, coalesce(f.unit_canonical, '')) in ({chosen_pairs})"
    query = _FACTS.format(
        id="f.indicator", yearly=_YEARLY, last_year=_FROM_LAST_YEAR, before=_BEFORE, after=_AFTER, passing=_PASSING, passed=_PASSED, year_said=_YEAR_SAID,
        documents=chosen.documents(), section=chosen.in_section("f"), wanted=f"{_TOTALS} and {wanted}", by="",
    )  # fmt: skip
    return _yearly(_measured(reports.sql(query), known))


def _measured(rows: pd.DataFrame, known: Catalogue) -> pd.DataFrame:
    """Level, increment or rate, the sign of a decrease, and the unit of the cell."""
    import numpy as np

    named = np.array([bool(m and m.rate) for m in map(known.match, rows["indicator"])], dtype=bool)
    changed = rows["change"].notna().to_numpy() | named
    ratio = (rows["kind"] == "ratio").to_numpy()
    measure = np.where(~changed, "level", np.where(ratio, "rate", "increment")).astype(object)
    factor = np.ones(len(rows))
    units = rows["unit"].to_numpy(dtype=object)
    fit = rows["fit"].to_numpy(dtype=object)
    for id, places in rows.groupby("indicator_id").indices.items():
        entry = known.entries.get(str(id))
        if entry is None:  # a wording that the catalogue does not know
            continue
        for i in places:
            unit = units[i]
            growth = unit == "%" and entry.rates and "%" not in entry.units
            if entry.measure and not growth and not (unit == "百分点" and changed[i]):
                measure[i] = entry.measure
            if unit in entry.convert:
                units[i], factor[i] = entry.convert[unit]
            elif unit not in entry.units and not growth:
                fit[i] = "unit"
    # A fall is below nought only where it is a change that is counted: 死亡人数下降5% is -5, 失业率下降到4% is 4.
    sign = np.where((rows["change"] == "down").to_numpy() & (measure != "level"), -1.0, 1.0)
    value = rows["value"] * factor * sign
    over = rows["qualifier"].mask(rows["passed"] & rows["qualifier"].isna(), "over")
    return rows.assign(
        qualifier=over,
        measure=measure,
        unit=units,
        fit=fit,
        value=value,
        value_max=rows["value_max"] * factor * sign,
    )
