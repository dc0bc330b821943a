"""Compares the tables of a run over generated reports with their truth.

python scripts/make_corpus.py CORPUS --count 300
reporttext run CORPUS/reports -o RUN
python scripts/score_corpus.py CORPUS RUN
"""

from __future__ import annotations

import sys
from pathlib import Path


def score(out: Path, run: Path) -> dict[str, float]:
    """Shares: recall and precision (a figure is found where spans overlap), and of those found what agrees."""
    import duckdb

    con = duckdb.connect()
    con.execute(f"attach '{str(run / 'reports.duckdb').replace(chr(39), chr(39) * 2)}' as run (read_only)")
    con.execute(
        "create table truth as select row_number() over () as id, * from read_parquet($1)",
        [str(out / "truth.parquet")],
    )
    con.execute(
        """create table pairs as
        select t.id, f.fact_id, f.kind = t.kind as kind, f.unit = t.unit as unit, f.masked = t.masked as masked, f.qualifier is not distinct from t.qualifier as qualifier,
            f.value is not distinct from t.value or abs(f.value - t.value) <= 1e-6 * abs(t.value) as value,
            f.value_max is not distinct from t.value_max as value_max, f.change is not distinct from t.change as change,
            f.status = t.status as status, f.section = t.section as section, f.quote = t.quote as quote
        from truth t join run.main.documents d using (source) join run.main.facts f
            on f.doc_id = d.doc_id and f."start" < t."end" and t."start" < f."end" """
    )  # fmt: skip
    ((recall, precision),) = con.execute(
        """select (select count(distinct id) from pairs) / (select count(*) from truth),
            (select count(distinct fact_id) from pairs) / (select count(*) from run.main.facts)"""
    ).fetchall()
    names = (
        "quote",
        "kind",
        "value",
        "value_max",
        "unit",
        "qualifier",
        "masked",
        "change",
        "status",
        "section",
    )
    (shares,) = con.execute(
        f"select {', '.join(f'avg({name}::int)' for name in names)} from pairs"
    ).fetchall()
    return {"recall": recall, "precision": precision, **dict(zip(names, shares, strict=True))}


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    for name, share in score(Path(sys.argv[1]), Path(sys.argv[2])).items():
        print(f"{name:<10} {share:.4f}")
