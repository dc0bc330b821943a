"""A single report by what a user calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reporttext.errors import UsageError

if TYPE_CHECKING:
    from reporttext.store.reader import Reports

_COLUMNS = "doc_id, source, title, place, place_joined as place_id, year, doc_type, admin_level"


def one_report(reports: Reports, text: str) -> dict[str, Any]:
    """The report with this doc_id, source, file name, or PLACE and YEAR with a blank between; raises UsageError.

    The row has doc_id, source, title, place, place_id, year, doc_type, admin_level.
    """
    place, _, year = text.strip().rpartition(" ")
    found = reports.sql(
        f"""select {_COLUMNS} from main.documents where doc_id = $text or source = $text or ends_with(source, '/' || $text)
        or (cast(year as varchar) = $year and $place in (place, main.documents.place_id, place_joined)) order by doc_id = $text desc, source""",
        {"text": text.strip(), "place": place.strip(), "year": year},
    )
    if found.empty:
        raise UsageError(
            f"there is no report {text}: give its doc_id, its source, or place and year (“甲省 2020”)"
        )
    if len(found) > 1 and found["doc_id"][0] != text.strip():
        several = ", ".join(f"{row.doc_id} {row.source}" for row in found.head(5).itertuples())
        raise UsageError(f"{len(found)} reports are called {text}; give the doc_id of one: {several}")
    row = found.astype(object).where(found.notna(), None).iloc[0]
    return {str(name): value for name, value in row.items()}
