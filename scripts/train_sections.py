"""Train the section model on folders of headed reports, and examine it.

    python scripts/train_sections.py CORPUS_DIR... [--also DIR...] [--gold GOLD_DIR...] [-o models]
    python scripts/train_sections.py CORPUS_DIR... --gold GOLD_DIR... --evaluate [--mistakes 30]

Reports with headings are labelled by our own rules, and their headings taken away. Places are split: every fifth place of
CORPUS_DIR is kept out of training and examined on; with --gold, instead, all places whose reports the annotated texts in
GOLD_DIR were taken from (found by their text). Reports in --also are few and of another kind (short, of townships): all of
them are learnt from, several times over, and none is examined on. Writes sections.npz and its card sections.json; refuses to
replace a model that does better on the same held-out reports. --evaluate trains nothing and examines the model in place.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from reporttext.errors import ReporttextError
from reporttext.training.exam import Mistake
from reporttext.training.run import evaluate, train


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("corpus", nargs="+", type=Path, metavar="CORPUS_DIR")
    ask.add_argument("--also", nargs="+", type=Path, default=[], metavar="DIR")
    ask.add_argument("--gold", nargs="+", type=Path, default=[], metavar="GOLD_DIR")
    ask.add_argument(
        "-o", "--out", type=Path, default=Path(__file__).parents[1] / "models", metavar="MODEL_DIR"
    )
    ask.add_argument("--evaluate", action="store_true", help="examine the model in MODEL_DIR, train nothing")
    ask.add_argument(
        "--mistakes", type=int, default=0, metavar="N", help="print N paragraphs labelled wrongly"
    )
    args = ask.parse_args()
    try:
        if args.evaluate:
            found, mistakes = evaluate(args.corpus, args.gold, args.out)
        else:
            found, mistakes = train(args.corpus, args.also, args.gold, args.out)
    except ReporttextError as error:
        print(f"train_sections: {error}", file=sys.stderr)
        return 2
    print(json.dumps(found, ensure_ascii=False, indent=1))
    for mistake in _spread(mistakes, args.mistakes):
        print(
            f"{mistake.source}: want {mistake.want}, got {mistake.got} ({mistake.score}): {mistake.text[:100]}"
        )
    return 0


def _spread(mistakes: list[Mistake], number: int) -> list[Mistake]:
    """Some of them, from all over."""
    step = max(1, len(mistakes) / number) if number else 1
    return [mistakes[int(i * step)] for i in range(min(number, len(mistakes)))]


if __name__ == "__main__":
    sys.exit(main())
