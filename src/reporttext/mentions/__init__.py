"""《安全生产法》, 苇委发〔2021〕3号, 镇党委, 网格员, 禾塘镇, 我镇, “一岗双责”: what a report names besides its figures and events.

Labels: document, document_number, organisation, post, place, policy. Spans are code points of the document's text. Marks
and quotes belong to the span of a document or a policy; `normalised` is the bare name ("self" for the report's own place,
agency|year|number for a document number, nothing for a masked place). An event is not a policy mention as well; nothing
inside a document's name or a document number is a mention of its own; an agency is one mention, not a place and an agency.
Vocabulary: `data/mentions.toml`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reporttext.errors import RuleError
from reporttext.events.spans import Taken
from reporttext.lexicon import Lexicon, check_keys
from reporttext.mentions.bodies import Organisations, Posts
from reporttext.mentions.common import joined, longest, spans
from reporttext.mentions.papers import Papers
from reporttext.mentions.places import Places
from reporttext.mentions.placing import placed
from reporttext.mentions.policy import Policies
from reporttext.model import Document
from reporttext.spotting import spotter

__all__ = ["Stage", "finder"]

Stage = Callable[[Document], Document]
_TABLES = ("documents", "numbers", "organisations", "posts", "places", "policy")


def finder(lexicon: Lexicon) -> Stage:
    """The stage that fills `Document.mentions`. Raises RuleError for an entry of `data/mentions.toml` it does not know."""
    table = lexicon["mentions"]
    check_keys("mentions", table, _TABLES)
    for name in _TABLES:
        if not isinstance(table.get(name), dict):
            raise RuleError(f"[mentions] needs a table [mentions.{name}]")
    papers = Papers(table["documents"], table["numbers"])
    organisations, posts = Organisations(table["organisations"]), Posts(table["posts"])
    places, policies = Places(table["places"]), Policies(table["policy"])

    scan = spotter(lexicon)

    def find(doc: Document) -> Document:
        text = doc.folded or doc.text
        spotted = scan.stretches(text)
        found = [*papers.documents(text)]
        titled = Taken(spans(found))
        found += [hit for hit in papers.numbers(text) if not titled.overlaps(hit.start, hit.end)]
        events = [(event.span.start, event.span.end) for event in doc.events]
        titled = Taken(joined([*spans(found), *events]))
        named = longest(list(places.find(doc, text, spotted, titled)))
        bodies = longest(
            list(organisations.find(text, spotted, {hit.end: hit.start for hit in named}, titled))
        )
        held = Taken(spans(bodies))
        named = [hit for hit in named if not held.overlaps(hit.start, hit.end)]
        # A post often begins with the body's own words (镇党委书记): the post is what the text speaks of.
        people = longest(list(posts.find(text, spotted, Taken(spans(found)))))
        manned = Taken(spans(people))
        bodies = [hit for hit in bodies if not manned.overlaps(hit.start, hit.end)]
        named = [hit for hit in named if not manned.overlaps(hit.start, hit.end)]
        taken = Taken(joined([*spans(found), *spans(people), *events]))
        shorthand = longest(list(policies.find(text, spotted, taken)))
        return replace(doc, mentions=placed(doc, [*found, *named, *bodies, *people, *shorthand]))

    return find
