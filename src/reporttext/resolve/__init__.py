"""What the figures of a document mean: indicator, change, status, scope. Finding them was `extract`'s work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reporttext.lexicon import Lexicon
from reporttext.model import Document, Fact
from reporttext.resolve import indicator
from reporttext.resolve.change import changes
from reporttext.resolve.context import Tokens, passages
from reporttext.resolve.status import judge


def resolver(lexicon: Lexicon) -> Callable[[Document], Document]:
    """The stage: fills the meaning of every fact in `doc.facts`."""
    words = indicator.vocabulary(lexicon)

    def resolve(doc: Document) -> Document:
        namer = indicator.Namer(words, Tokens(doc))
        facts: list[Fact] = []
        for passage in passages(doc):
            moved = changes(passage, lexicon)
            judged = judge(passage, lexicon)
            names = namer.name(
                passage, [change for change, _ in moved], [judgement.defining for judgement in judged]
            )
            for figure, name, (change, base), (status, cue, _) in zip(
                passage.figures, names, moved, judged, strict=True
            ):
                facts.append(
                    replace(
                        figure.fact,
                        indicator=name,
                        change=change,
                        change_base=base,
                        status=status,
                        status_cue=cue,
                    )
                )
        return replace(doc, facts=tuple(facts))

    return resolve
