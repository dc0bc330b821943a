"""What statistics owe their reader: counts that agree with their trace, arguments that make sense, tables that say why."""

from __future__ import annotations

import random
from itertools import combinations
from pathlib import Path

import pytest

from small_archives import opened, report

WORDS = ["发展", "改革", "创新", "民生", "经济", "教育", "农业", "企业", "文化", "环境", "交通", "卫生"]


def generated(number: int, seed: int = 7) -> list[object]:
    """Reports of random words, all of which have 发展 and 改革."""
    draw = random.Random(seed)
    return [
        report(f"{place}省", 2000 + n, {"plans": "，".join(["发展", "改革", *draw.choices(WORDS, k=draw.randint(1, 8))]) + "。"})
        for n, place in zip(range(number), "甲乙丙丁戊己庚辛壬癸子丑", strict=False)
    ]  # fmt: skip


# similarity


def test_jaccard_is_over_all_words_however_common(tmp_path: Path) -> None:
    made = generated(12)
    with opened(tmp_path / "all", made) as reports:  # type: ignore[arg-type]
        held = {
            source: set(rows["term"])
            for source, rows in reports.sql(
                "select source, term from terms join documents using (doc_id) where length(term) > 1"
            ).groupby("source")
        }
        frame = reports.similarity(nearest=0, passages=0).set_index(["a", "b"])
        assert len(frame) == 12 * 11 / 2
        for a, b in combinations(sorted(held), 2):
            row = frame.loc[(a, b)] if (a, b) in frame.index else frame.loc[(b, a)]
            both = held[a] & held[b]
            assert {"发展", "改革"} <= both
            assert row["words_shared"] == len(both)
            assert row["jaccard"] == pytest.approx(len(both) / len(held[a] | held[b]))
            assert not {"发展", "改革"} & set(row["shared"]), "what all have adds nothing to the cosine"
    # Fewer reports, of which other words are in all: the same Jaccard.
    with opened(tmp_path / "some", made[:3]) as reports:  # type: ignore[arg-type]
        for row in reports.similarity(nearest=0, passages=0).itertuples():
            assert row.jaccard == pytest.approx(
                len(held[row.a] & held[row.b]) / len(held[row.a] | held[row.b])
            )


def test_reports_of_the_same_words_share_all_of_them(tmp_path: Path) -> None:
    made = [report("甲省", 2020, {"plans": "发展，改革。"}), report("乙省", 2020, {"plans": "改革，发展。"})]
    with opened(tmp_path / "out", made) as reports:
        row = reports.similarity().iloc[0]
        assert (row["jaccard"], row["words_shared"]) == (1, 2)
