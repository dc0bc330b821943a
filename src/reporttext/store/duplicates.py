"""`documents.duplicate_of`: which documents are another copy of one that comes before: a name that calls itself a copy comes last,
others by source.

First those whose bare text is the same, in SQL. Then, among documents with the same figures, places and year, those that
share most of their wording: sketches fall into buckets by bands, and each is compared with the first of its buckets only,
so the work is linear in the documents. Source: Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, 3.4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporttext.store import given
from reporttext.tables.copies import BINS, likeness

if TYPE_CHECKING:
    import duckdb

#: The share of wording that two copies have in common. A sketch tells it to about 0.04.
ALIKE = 0.8
# 16 bands of 4 numbers: texts with 0.8 of their wording in common share a bucket in all but 2 of 10,000 cases.
_BAND = 4

# Names that programs and people give to copies: 总结 - 副本.docx, 总结 (1).docx, 复件 总结.docx, Copy of 总结.docx.
_COPY = (
    r"(?i)(?:^|/)(?:复件|副本|copy of)[^/]*$"
    r"|(?:(?:副本|复件|- copy)\s*(?:[(（]\d+[)）])?[)）]?|[(（]\d+[)）])\.\w+(?:#\d+)?$"
)

# The first document with each bare text.
_SAME = f"""
create or replace table state.documents as
select * replace (
    row_number() over (order by source) - 1 as ordinal,
    nullif(
        first_value(doc_id) over (partition by copy_key order by regexp_matches(source, '{_COPY}'), source), doc_id
    ) as duplicate_of
)
from state.documents order by source
"""
_NEAR = f"""
select row_number() over (order by regexp_matches(source, '{_COPY}'), ordinal) as rank, doc_id, signature, sketch
from state.documents where duplicate_of is null and signature in (
    select signature from state.documents where duplicate_of is null group by signature having count(*) > 1
)
order by signature, rank
"""
_POINT = """
update state.documents set duplicate_of = found.original from found
where state.documents.doc_id = found.doc_id or state.documents.duplicate_of = found.doc_id
"""


def mark(con: duckdb.DuckDBPyConnection) -> None:
    """Fill `ordinal` and `duplicate_of` of `state.documents`. The original comes first, and is no duplicate."""
    con.execute(_SAME)
    found = _near(con)
    if found:
        columns = {"doc_id": ("varchar", list(found)), "original": ("varchar", list(found.values()))}
        given(con, "found", columns)
        con.execute(_POINT)


def _near(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Documents with their originals, of those that share a signature."""
    found: dict[str, str] = {}
    cursor = con.cursor()
    cursor.execute(_NEAR)
    group: str | None = None
    firsts: dict[tuple[int, bytes], tuple[int, str, bytes]] = {}
    while rows := cursor.fetchmany(2_000):
        for rank, doc_id, signature, sketch in rows:
            if signature != group:
                group = signature
                firsts = {}
            bands = [(at, sketch[at : at + 4 * _BAND]) for at in range(0, 4 * BINS, 4 * _BAND)]
            known = {firsts[band] for band in bands if band in firsts}
            alike = [(at, original) for at, original, other in known if likeness(sketch, other) >= ALIKE]
            if alike:
                found[doc_id] = min(alike)[1]
                continue
            for band in bands:
                firsts.setdefault(band, (rank, doc_id, sketch))
    return found
