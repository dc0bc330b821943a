"""What the figures of a document mean: indicator, activity, change, status, scope, period, and how they hang together.

Finding them was the work of `extract`; nothing here adds or removes a figure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from reporttext.lexicon import Lexicon
from reporttext.model import Document, Fact
from reporttext.resolve.activity import Activity, activity, kinds
from reporttext.resolve.actor import actor
from reporttext.resolve.ahead import looking_ahead
from reporttext.resolve.change import Moved, changes, moves
from reporttext.resolve.context import passages
from reporttext.resolve.indicator import Choices, Namer
from reporttext.resolve.period import Clock, calendar
from reporttext.resolve.phrases import Named
from reporttext.resolve.relations import Said, parts_of, said_of_each, scope
from reporttext.resolve.score import scorer
from reporttext.resolve.status import Judged, cues, judge
from reporttext.resolve.tokens import Tokens
from reporttext.resolve.vocabulary import vocabulary


class Grounds(NamedTuple):
    """What decided a fact's meaning, and what its indicator could have been; `each` are the words of its scope."""

    named: Named
    choices: Choices
    activity: Activity
    moved: Moved
    judged: Judged
    each: str | None


def resolver(
    lexicon: Lexicon, witness: Callable[[Grounds], None] | None = None
) -> Callable[[Document], Document]:
    """The stage: fills the meaning of every fact in `doc.facts`. A `witness` is told the grounds of each, in order."""
    words, activities, times = vocabulary(lexicon), kinds(lexicon), calendar(lexicon)
    moving, judging, score = moves(lexicon), cues(lexicon), scorer(lexicon)

    def resolve(doc: Document) -> Document:
        namer = Namer(words, Tokens(doc, words.marks), keep_choices=witness is not None)
        ahead = looking_ahead(doc)
        clock = Clock(doc, times, ahead)
        facts: list[Fact] = []
        said = Said()
        for passage in passages(doc, ahead):
            moved = changes(passage, moving)
            judged = judge(passage, judging)
            changed, defining = [change for change, *_ in moved], [judgement.defining for judgement in judged]
            named = namer.name(passage, changed, defining)
            when = clock.periods(passage, [judgement.former for judgement in judged])
            parts = parts_of(passage, [change is not None for change in changed], defining)
            for i, figure in enumerate(passage.figures):
                found, (change, base, *_), (status, cue, *_) = figure.fact, moved[i], judged[i]
                done = activity(named[i].text, named[i].verb, activities)
                name = named[i].text or None
                fact = Fact(
                    kind=found.kind,
                    span=found.span,
                    sentence=found.sentence,
                    paragraph=found.paragraph,
                    quantity=found.quantity,
                    rule=f"{found.rule}/{named[i].how}",
                    qualifier_text=found.qualifier_text,
                    score=score(named[i].how, named[i].text, found.kind),
                    indicator=name,
                    activity=done.name,
                    activity_type=done.kind,
                    actor=actor(figure, namer.phrases),
                    scope=scope(passage, figure),
                    change=change,
                    change_base=base,
                    status=status,
                    status_cue=cue,
                    period=when[i],
                    part_of=parts[i],
                    repeat_of=said.before(len(facts), found, (name, change, status, when[i])),
                )
                facts.append(fact)
                if witness:
                    each = said_of_each(passage, figure)
                    witness(Grounds(named[i], namer.choices[len(facts) - 1], done, moved[i], judged[i], each))
        return replace(doc, facts=tuple(facts))

    return resolve
