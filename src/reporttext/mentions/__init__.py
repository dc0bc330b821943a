"""《安全生产法》, 苇委发〔2021〕3号, 镇党委, 网格员, 禾塘镇, 我镇, “一岗双责”: what a report names besides its figures and events.

Labels: document, document_number, organisation, post, place, policy. Spans are code points of the document's text. Marks
and quotes belong to the span of a document or a policy; `normalised` is the bare name ("self" for the report's own place,
agency|year|number for a document number, nothing for a masked place). An event is not a policy mention as well; nothing
inside a document's name or a document number is a mention of its own; an agency is one mention, not a place and an agency.
Vocabulary: `data/mentions.toml`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace

from reporttext.errors import RuleError
from reporttext.lexicon import Lexicon, check_keys
from reporttext.mentions.bodies import Organisations, Posts
from reporttext.mentions.common import Hit, Taken
from reporttext.mentions.papers import Papers
from reporttext.mentions.places import Places
from reporttext.mentions.policy import Policies
from reporttext.model import Document, Mention, Span

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

    def find(doc: Document) -> Document:
        text = doc.folded or doc.text
        found = [*papers.documents(text)]
        titled = Taken(_spans(found))
        found += [hit for hit in papers.numbers(text) if not titled.overlaps(hit.start, hit.end)]
        events = [(event.span.start, event.span.end) for event in doc.events]
        titled = Taken(_apart([*_spans(found), *events]))
        named = _longest(list(places.find(doc, text, titled)))
        bodies = _longest([*organisations.find(text, {hit.end: hit.start for hit in named}, titled)])
        held = Taken(_spans(bodies))
        named = [hit for hit in named if not held.overlaps(hit.start, hit.end)]
        # A post often begins with the body's own words (镇党委书记): the post is what the text speaks of.
        people = _longest(list(posts.find(text, Taken(_spans(found)))))
        manned = Taken(_spans(people))
        bodies = [hit for hit in bodies if not manned.overlaps(hit.start, hit.end)]
        named = [hit for hit in named if not manned.overlaps(hit.start, hit.end)]
        shorthand = policies.find(text, Taken(_apart([*_spans(found), *_spans(people), *events])))
        return replace(
            doc, mentions=_placed(doc, sorted([*found, *named, *bodies, *people, *_longest(list(shorthand))]))
        )

    return find


def _spans(hits: Sequence[Hit]) -> list[tuple[int, int]]:
    return [(hit.start, hit.end) for hit in hits]


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans joined where they overlap, as Taken wants them."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _longest(hits: list[Hit]) -> list[Hit]:
    """The earliest of overlapping hits, the longest of those that begin together."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _placed(doc: Document, hits: Sequence[Hit]) -> tuple[Mention, ...]:
    """Hits as records; those outside sentences and in page furniture are left out."""
    starts = [sentence.span.start for sentence in doc.sentences]
    mentions = []
    for hit in hits:
        at = bisect_right(starts, hit.start) - 1
        if at < 0 or hit.start >= doc.sentences[at].span.end:
            continue
        paragraph = doc.sentences[at].paragraph
        if doc.blocks[paragraph].role == "noise":
            continue
        span = Span(hit.start, hit.end)
        mentions.append(
            Mention(span, at, paragraph, hit.label, hit.rule, hit.kind, hit.normalised, hit.score)
        )
    return tuple(mentions)
