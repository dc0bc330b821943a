"""Fit what a fact's score is made of: the chance that number, indicator, status and change are all right.

    python scripts/calibrate_scores.py GOLD_DIR... > src/reporttext/data/scores.toml

GOLD_DIR holds annotated reports, NAME.json beside NAME.txt (see corpora/gold). A logistic regression over how the
indicator was found, how long it is and the kind of fact; prints the weights as TOML and, on stderr, the Brier score and
how often facts of each band of scores were right, by leaving one report out at a time.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from reporttext.evaluate import alike, pairs_of, same_number
from reporttext.model import Document, Fact
from reporttext.pipeline import analyse
from reporttext.resolve.score import features

Example = tuple[list[str], bool]


def examples(gold: Path) -> list[list[Example]]:
    """One list a report: the features of each fact found, and whether it was right."""
    reports = []
    for path in sorted(gold.glob("*.json")):
        annotated = json.loads(path.read_text("utf-8"))
        doc = analyse(Document(path.with_suffix(".txt").read_text("utf-8")))
        found = [row(fact) for fact in doc.facts]
        reports.append(
            [
                (list(features(*known(got["fact"]))), right(want, got))
                for want, got in pairs_of(annotated["facts"], found, same=same_number)
            ]
        )
    return reports


def row(fact: Fact) -> dict[str, object]:
    quantity = fact.quantity
    return {
        "start": fact.span.start, "end": fact.span.end, "masked": quantity.masked, "value": quantity.low,
        "value_max": quantity.high, "unit": quantity.unit, "fact": fact,
    }  # fmt: skip


def known(fact: Fact) -> tuple[str, str, str]:
    return fact.rule.partition("/")[2] or "cell", fact.indicator or "", fact.kind


def right(want: dict, got: dict) -> bool:
    fact = got["fact"]
    same = same_number(want, got) and want["status"] == fact.status and want["change"] == fact.change
    return same and alike(want["indicator"], fact.indicator)


def fit(rows: list[Example], names: list[str]) -> LogisticRegression:
    x = np.array([[name in have for name in names] for have, _ in rows], dtype=float)
    return LogisticRegression(C=3.0, max_iter=1000).fit(x, [is_right for _, is_right in rows])


def main() -> None:
    reports = [rows for folder in sys.argv[1:] for rows in examples(Path(folder))]
    rows = [example for report in reports for example in report]
    names = sorted({name for have, _ in rows for name in have})
    model = fit(rows, names)
    print(
        "# Weights of a fact's score: written by scripts/calibrate_scores.py, from annotated reports. Log-odds, added up."
    )
    print(f"base = {model.intercept_[0]:.4f}\n\n[weights]")
    for name, weight in zip(names, model.coef_[0], strict=True):
        print(f'"{name}" = {weight:.4f}')
    held_out = []
    for i, report in enumerate(reports):
        others = fit([e for j, r in enumerate(reports) if j != i for e in r], names)
        x = np.array([[name in have for name in names] for have, _ in report], dtype=float)
        held_out += (
            list(zip(others.predict_proba(x)[:, 1], [is_right for _, is_right in report], strict=True))
            if report
            else []
        )
    chance, truth = np.array(held_out).T
    print(
        f"{len(rows)} facts, {truth.mean():.3f} right, Brier score {np.mean((chance - truth) ** 2):.4f}",
        file=sys.stderr,
    )
    for low in (0.0, 0.6, 0.7, 0.8, 0.9):
        band = (chance >= low) & (chance < (low + 0.1 if low else 0.6))
        if band.any():
            print(f"scores {low:.1f}-: {band.sum()} facts, {truth[band].mean():.3f} right", file=sys.stderr)


if __name__ == "__main__":
    main()
