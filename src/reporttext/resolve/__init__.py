"""What the figures of a document mean: indicator, activity, change, status, scope, period, and how they hang together.

Finding them was the work of `extract`; nothing here adds or removes a figure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reporttext.lexicon import Lexicon
from reporttext.model import Document, Fact
from reporttext.resolve.activity import activity, kinds
from reporttext.resolve.actor import actor
from reporttext.resolve.change import changes
from reporttext.resolve.context import Tokens, passages
from reporttext.resolve.indicator import Namer
from reporttext.resolve.period import Clock, calendar
from reporttext.resolve.relations import Said, parts_of, scope
from reporttext.resolve.score import scorer
from reporttext.resolve.status import judge
from reporttext.resolve.vocabulary import vocabulary


def resolver(lexicon: Lexicon) -> Callable[[Document], Document]:
    """The stage: fills the meaning of every fact in `doc.facts`."""
    words, activities, times = vocabulary(lexicon), kinds(lexicon), calendar(lexicon)
    score = scorer(lexicon)

    def resolve(doc: Document) -> Document:
        namer = Namer(words, Tokens(doc))
        clock = Clock(doc, times)
        facts: list[Fact] = []
        said = Said()
        for passage in passages(doc):
            moved = changes(passage, lexicon)
            judged = judge(passage, lexicon)
            changed, defining = [change for change, _ in moved], [judgement.defining for judgement in judged]
            named = namer.name(passage, changed, defining)
            when = clock.periods(passage, [judgement.former for judgement in judged])
            parts = parts_of(passage, [change is not None for change in changed], defining)
            for i, figure in enumerate(passage.figures):
                found, (change, base), (status, cue, _, _) = figure.fact, moved[i], judged[i]
                what, kind = activity(named[i].text, named[i].verb, activities)
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
                    activity=what,
                    activity_type=kind,
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
        return replace(doc, facts=tuple(facts))

    return resolve
