"""Who did what a figure counts, where its clause says so: 镇党委召开会议6次, 班子成员带队检查68次."""

from __future__ import annotations

from reporttext.resolve.context import Surroundings
from reporttext.resolve.phrases import Phrases

MOST = 16  # characters; a longer phrase before a verb is more than a name


def actor(figure: Surroundings, phrases: Phrases) -> str | None:
    """The phrase before the first verb of the figure's clause, if it ends like somebody who acts (data/actors.toml)."""
    begin, end = figure.clause_span.start, figure.fact.span.start
    tokens = phrases.tokens.between(begin, min(end, begin + 40))
    verb = next((i for i, token in enumerate(tokens) if token[2] in phrases.words.verbs), 0)
    if not verb:
        return None
    subject = phrases.before(begin, tokens[verb - 1][1])
    if (
        len(subject) > 1
        and phrases.words.actors.search(phrases.join(subject[:-1]))
        and not phrases.words.actors.search(subject[-1][2])
    ):
        subject = subject[:-1]  # 班子成员带队: how they act is no part of the name
    if not subject or subject[-1][1] - subject[0][0] > MOST:
        return None
    name = phrases.join(subject)
    return name if phrases.words.actors.search(name) and not phrases.words.not_actors.search(name) else None
