"""The stage: each figure with all that decides its meaning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final, NamedTuple

from reporttext.lexicon import Lexicon
from reporttext.model import Document, Fact, Period
from reporttext.resolve.activity import NO_ACTIVITY, Activity, activity, kinds
from reporttext.resolve.actor import actor
from reporttext.resolve.change import Moved, changes, moves
from reporttext.resolve.context import Passage, passages
from reporttext.resolve.growth import bases_of, growth
from reporttext.resolve.naming.indicator import Choices, Namer
from reporttext.resolve.naming.names import Named
from reporttext.resolve.period.calendar import calendar_of
from reporttext.resolve.period.clock import Clock
from reporttext.resolve.period.reader import last_year, years
from reporttext.resolve.relations import Said, parts_of, said_of_each
from reporttext.resolve.score import scorer
from reporttext.resolve.status.ahead import looking_ahead
from reporttext.resolve.status.cues import cues
from reporttext.resolve.status.decide import Judged, judge
from reporttext.resolve.words.tokens import Tokens
from reporttext.resolve.words.vocabulary import vocabulary
from reporttext.rule.finding import made

# Counted from a year or a month before, so a change of one year at most.
_YEARLY: Final = frozenset(("同比", "环比", "比上年", "比年初"))

_DESCRIBED: Final = 14  # characters between a bound and the figure of those that it describes


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
    words, activities, times = vocabulary(lexicon), kinds(lexicon), calendar_of(lexicon)
    moving, judging, score = moves(lexicon), cues(lexicon), scorer(lexicon)
    growing = growth(lexicon)

    def resolve(doc: Document) -> Document:
        namer = Namer(words, Tokens(doc, words.marks), times, keep_choices=witness is not None)
        ahead = looking_ahead(doc, judging)
        clock = Clock(doc, times, ahead)
        facts: list[Fact] = []
        said = Said()
        for passage in passages(doc, ahead, judging):
            moved = changes(passage, moving)
            bases = bases_of(passage, moved, growing)
            judged = judge(passage, judging)
            moved = _past_bounds(moved, judged, passage)
            changed, defining = [one.change is not None for one in moved], [one.defining for one in judged]
            named = namer.name(passage, changed, defining)
            when = clock.periods(passage, [one.former for one in judged], changed)
            when = [_of_one_year(period, move) for period, move in zip(when, moved, strict=True)]
            parts, each = parts_of(passage, changed, defining), said_of_each(passage)
            for i, figure in enumerate(passage.figures):
                found, name, move, verdict = figure.fact, named[i], moved[i], judged[i]
                text, kind = name.text, figure.kind
                indicator, done = text or None, activity(text, name.verb, activities)
                if words.is_measured(text) and (kind == "ratio" or not name.verb):
                    done = NO_ACTIVITY  # 脱贫县农村居民人均可支配收入(增长8%), 原煤产量(9亿吨)
                sure = score(name.how, text, kind)
                if verdict.cue is None and passage.sure < sure:
                    sure = passage.sure  # the section alone says what the figure is, and is a guess
                repeats = said.before(len(facts), found, (indicator, move.change, verdict.status, when[i]))
                resolved = (
                    kind, found.span, found.sentence, found.paragraph, found.quantity,
                    f"{found.rule}/{name.how}", found.qualifier_text, sure,
                    indicator, None, done.name, done.kind, actor(figure, namer.phrases),
                    "total" if each[i] is None else "each", move.change, move.base,
                    verdict.status, verdict.cue, when[i], parts[i], repeats, bases[i],
                )  # fmt: skip
                facts.append(made(Fact, resolved))
                if witness:
                    choices = namer.choices[len(facts) - 1]
                    witness(Grounds(name, choices, done, move, verdict, each[i]))
        return replace(doc, facts=tuple(facts))

    return resolve


def _past_bounds(moved: list[Moved], judged: list[Judged], passage: Passage) -> list[Moved]:
    """新增纳税超百万元企业3户: a bound is no change, and the figure that it describes is the one that the words of change open."""
    found, figures = list(moved), passage.figures
    for i, (move, one) in enumerate(zip(moved, judged, strict=True)):
        if not one.defining or move.change is None:
            continue
        found[i] = Moved()
        following = figures[i + 1] if i + 1 < len(figures) else None
        if following is None or following.kind != "count" or judged[i + 1].defining or moved[i + 1].change:
            continue
        described = passage.text[figures[i].end : following.start]
        if following.clause == figures[i].clause and len(described) <= _DESCRIBED and "、" not in described:
            found[i + 1] = Moved(move.change, move.base, move.words, shared=True)
    return found


def _of_one_year(period: Period | None, move: Moved) -> Period | None:
    """同比提高1.4个百分点, said in a review of five years, is of the last one."""
    if period is None or move.base not in _YEARLY or years(period) == 1:
        return period
    return last_year(period)
