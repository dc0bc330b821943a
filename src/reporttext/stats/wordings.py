"""How targets are worded, year by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan
from typing import TYPE_CHECKING, Any

from reporttext import lexicon
from reporttext.errors import RuleError, UsageError
from reporttext.fold import fold
from reporttext.lexicon import check_keys, texts
from reporttext.stats import accepted, intervals
from reporttext.stats.claims import claims, entries
from reporttext.stats.selection import Selection
from reporttext.stats.statistic import Found, Parameter, Statistic
from reporttext.tables import Column

if TYPE_CHECKING:
    from reporttext.store.reader import Reports

_FORCES = ("soft", "firm", "hard")


def wordings(reports: Reports, chosen: Selection, *, indicator: Sequence[str]) -> Found:
    """Wording of targets: how many say 左右, 以上, 不低于, 力争, give a range or a bare figure.

    Over the targets of one year that stand in the report given at its beginning, of the indicators named or of all that the
    catalogue knows; `year` is the year aimed at. The words are those at the figure (`qualifier_text`) and the one that shows
    it to be a target (`status_cue`); data/wordings.toml lists them and how much each promises. A target with words of
    several kinds counts in each, so that shares need not add up to 1; `targets_all` is the denominator.
    """
    if "section" in chosen.by:
        raise UsageError("wordings groups whole reports: it has no --by section")
    known = accepted.known(reports)
    kinds = _kinds(lexicon.load(reports.rules())["wordings"])
    read = claims(reports, chosen, known, entries(known, indicator))
    rows = read.rows
    plans = (rows["report_year"] + 1 == rows["year"]) | (rows["year_given"] == rows["year"])
    rows = rows[
        (rows["status"] == "target") & plans.fillna(False) & ~rows["masked"].astype(bool)
    ].reset_index(drop=True)
    rows = rows.rename(columns={f"by_{by}": by for by in chosen.by})
    by = list(chosen.by)
    words = zip(*(rows[c].tolist() for c in ("qualifier_text", "status_cue", "value_max")), strict=True)
    said: list[Any] = [_of(qualifier, cue, upper, kinds) for qualifier, cue, upper in words]
    rows = rows.assign(wording=said)
    whole = rows.groupby(by, dropna=False).size().rename("targets_all").reset_index() if by else None
    each = rows.explode("wording").reset_index(drop=True)
    counted = (
        each.groupby([*by, "wording"], dropna=False)
        .agg(targets=("fact_id", "size"), reports=("doc_id", "nunique"))
        .reset_index()
    )
    counted = counted.merge(whole, on=by) if whole is not None else counted.assign(targets_all=len(rows))
    order = {kind: place for place, kind in enumerate(kinds)}
    counted = counted.sort_values(
        [*by, "wording"], key=lambda c: c.map(order) if c.name == "wording" else c
    ).reset_index(drop=True)
    counted["share"] = counted["targets"] / counted["targets_all"]
    counted["share_low"], counted["share_high"] = intervals.share(
        counted["targets"].to_numpy(float), counted["targets_all"].to_numpy(float)
    )
    counted["force"] = counted["wording"].map({kind: force for kind, (force, _) in kinds.items()})
    behind = each[[*by, "wording", "fact_id"]].merge(
        counted.reset_index(names="row")[["row", *by, "wording"]], on=[*by, "wording"]
    )
    return Found(counted, behind[["row", "fact_id"]].sort_values(["row", "fact_id"]), notes=read.notes())


def _kinds(table: Mapping[str, Any]) -> dict[str, tuple[str, frozenset[str]]]:
    """Force and words by kind."""
    found = {}
    for kind, entry in table.items():
        check_keys(f"wordings.{kind}", entry, ("zh", "en", "force", "words"))
        if entry.get("force") not in _FORCES:
            raise RuleError(f"[wordings.{kind}] force must be one of: {', '.join(_FORCES)}")
        found[kind] = (
            str(entry["force"]),
            frozenset(map(fold, texts(f"wordings.{kind}.words", entry.get("words", [])))),
        )
    return found


def _of(qualifier: Any, cue: Any, upper: float, kinds: Mapping[str, tuple[str, frozenset[str]]]) -> list[str]:
    """The kinds of one target; plain where it has no word of any."""
    said = {fold(text) for text in (qualifier, cue) if isinstance(text, str)}
    found = [kind for kind, (_, words) in kinds.items() if words & said]
    if not isnan(upper):
        found.append("range")
    return found or ["plain"]


STATISTIC = Statistic(
    "wordings", "目标措辞", "Wording of targets", wordings,
    columns=(
        Column("wording", "text", "措辞", "Wording", "about 左右，above 以上，floor 不低于，ceiling 以内，strive 力争，expected 预期，range 区间，plain 无限定", "about, above, floor, ceiling, near, strive, expected, range, plain"),
        Column("force", "text", "力度", "Force", "soft 软，firm 中，hard 硬", "soft, firm or hard"),
        Column("targets", "int", "目标数", "Targets", "用这种措辞的目标数", "Targets worded so"),
        Column("targets_all", "int", "全部目标数", "Targets in all", "同组全部目标数，是比重的分母", "All targets of the group: the denominator"),
        Column("share", "float", "占全部目标", "Share", "目标数除以全部目标数", "Targets by targets in all"),
        Column("reports", "int", "报告数", "Reports", "用这种措辞的报告数", "Reports with such a target"),
        *intervals.columns("share", ("占全部目标", "Share"), intervals.WILSON, intervals.TARGETS),
    ),
    key=("wording",),
    parameters=(Parameter("indicator", "Indicators by name, wording or id; all where none is named.", many=True, argument=True),),
    by=("year",),
    wide=(None, "share"),
    empty="no target of these indicators for one year stands in a report given at its beginning",
)  # fmt: skip
