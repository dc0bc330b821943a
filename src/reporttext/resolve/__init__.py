"""What the figures of a document mean: indicator, activity, change, status, scope, period, and how they hang together.

Finding them was the work of `extract`; nothing here adds or removes a figure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reporttext.lexicon import Lexicon
from reporttext.model import Document, Fact
from reporttext.resolve import indicator
from reporttext.resolve.activity import activity, kinds
from reporttext.resolve.change import changes
from reporttext.resolve.context import Tokens, passages
from reporttext.resolve.period import anchors, calendar, periods
from reporttext.resolve.relations import parts_of, repeats, scope
from reporttext.resolve.status import judge


def resolver(lexicon: Lexicon) -> Callable[[Document], Document]:
    """The stage: fills the meaning of every fact in `doc.facts`."""
    words, activities, times = indicator.vocabulary(lexicon), kinds(lexicon), calendar(lexicon)

    def resolve(doc: Document) -> Document:
        namer = indicator.Namer(words, Tokens(doc))
        anchor = anchors(doc)
        facts: list[Fact] = []
        for passage in passages(doc):
            moved = changes(passage, lexicon)
            judged = judge(passage, lexicon)
            named = namer.name(
                passage, [change for change, _ in moved], [judgement.defining for judgement in judged]
            )
            when, parts = periods(passage, times, anchor), parts_of(passage)
            for i, figure in enumerate(passage.figures):
                what, kind = activity(named[i].text, named[i].verb, activities)
                facts.append(
                    replace(
                        figure.fact,
                        indicator=named[i].text or None,
                        activity=what,
                        activity_type=kind,
                        change=moved[i][0],
                        change_base=moved[i][1],
                        status=judged[i].status,
                        status_cue=judged[i].cue,
                        scope=scope(passage, figure),
                        period=when[i],
                        part_of=parts[i],
                    )
                )
        again = repeats(facts)
        return replace(
            doc,
            facts=tuple(
                replace(f, repeat_of=r) if r is not None else f for f, r in zip(facts, again, strict=True)
            ),
        )

    return resolve
