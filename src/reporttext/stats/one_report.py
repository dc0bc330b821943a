"""A single report by what a user calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reporttext.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from reporttext.store.reader import Reports

_COLUMNS = "doc_id, source, title, place, place_joined as place_id, year, doc_type, admin_level"
_SHOWN = 10


def called(reports: Reports, text: str) -> pd.DataFrame:
    """The reports with this doc_id, source, file name, or PLACE and YEAR with a blank between; raises UsageError for none.

    What is named by its id or source alone is one. Columns as in `one_report`, with duplicate_of and chars.
    """
    place, _, year = text.strip().rpartition(" ")
    found = reports.sql(
        f"""select {_COLUMNS}, duplicate_of, chars from main.documents
        where doc_id = $text or source = $text or ends_with(source, '/' || $text)
        or (cast(year as varchar) = $year and $place in (place, main.documents.place_id, place_joined)) order by doc_id = $text desc, source""",
        {"text": text.strip(), "place": place.strip(), "year": year},
    )
    if found.empty:
        raise UsageError(
            f"there is no report {text}: give its doc_id, its source, or place and year (“甲省 2020”)"
        )
    exact = found[(found["doc_id"] == text.strip()) | (found["source"] == text.strip())]
    return found if exact.empty else exact


def one_report(reports: Reports, text: str) -> dict[str, Any]:
    """The report that is called so, see `called`; copies of another are passed over. Raises UsageError for none or several.

    The row has doc_id, source, title, place, place_id, year, doc_type, admin_level.
    """
    found = called(reports, text)
    originals = found[found["duplicate_of"].isna()]
    found = found if originals.empty else originals
    if len(found) > 1:
        several = "; ".join(
            f"{row['doc_id']} {row['source']} ({row['title'] or row['doc_type']}, {row['chars']:,} characters)"
            for row in found.head(_SHOWN).to_dict("records")
        )
        more = f"; and {len(found) - _SHOWN:,} more" if len(found) > _SHOWN else ""
        example = found["doc_id"].iloc[0]
        raise UsageError(
            f"{len(found)} reports are called {text}; write the id or the path of one in its place, such as {example}: {several}{more}"
        )
    found = found[[column.rpartition(" ")[2] for column in _COLUMNS.split(", ")]]
    row = found.astype(object).where(found.notna(), None).iloc[0]
    return {str(name): value for name, value in row.items()}
