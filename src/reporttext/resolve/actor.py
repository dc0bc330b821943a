"""Who did what a figure counts, where its clause says so: 镇党委召开会议6次, 班子成员带队检查68次."""

from __future__ import annotations

from typing import Final

from reporttext.resolve.context import Surroundings
from reporttext.resolve.words.marks import ACTS, VERB
from reporttext.resolve.words.phrases import Phrases

MOST: Final = 16  # characters; a longer phrase before a verb is more than a name
_FAR: Final = 40  # characters of the clause in which the verb is looked for


def actor(figure: Surroundings, phrases: Phrases) -> str | None:
    """The phrase before the first verb of the figure's clause, if it ends like somebody who acts (data/actors.toml)."""
    begin, tokens, words = figure.clause_start, phrases.tokens, phrases.words
    clause = tokens.between(begin, min(figure.start, begin + _FAR))
    marks, first, stop = tokens.marks, clause.start, clause.stop
    verb = first
    while verb < stop and not marks[verb] & VERB:
        verb += 1
    if verb in (first, stop):
        return None
    subject = phrases.telling(range(first, verb))
    if len(subject) > 1 and tokens.word(subject[0]) in ("约", "由约"):
        subject = subject[1:]  # 约52家企业提供岗位640个; the segmenter joins 由约
    if not subject or not _can_act(subject, phrases):
        return None
    if (
        len(subject) > 1
        and words.actors.search(phrases.join(subject[:-1]))
        and not words.actors.search(tokens.word(subject[-1]))
    ):
        subject = subject[:-1]  # 班子成员带队: how they act is no part of the name
    if tokens.end(subject) - tokens.begin(subject) > MOST:
        return None
    name = phrases.join(subject)
    return name if words.actors.search(name) and not words.not_actors.search(name) else None


def _can_act(subject: range, phrases: Phrases) -> bool:
    """Whether one of the last two words can end an actor's name; of most phrases neither does. A bracket hides the end."""
    tokens = phrases.tokens
    return bool((tokens.marks[subject[-1]] | tokens.marks[subject[-2:].start]) & ACTS) or (
        "(" in tokens.folded[tokens.begin(subject) : tokens.end(subject)]
    )
