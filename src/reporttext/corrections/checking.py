"""Which decisions still fit the text they were made on, and do not contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reporttext.corrections.telling import told
from reporttext.model import Correction, Error, Span

# Characters of a text that a message shows.
_SHOWN = 30


def check(
    corrections: Sequence[Correction], text: str, doc_id: str
) -> tuple[tuple[Correction, ...], tuple[Error, ...]]:
    """The corrections that hold for a report with this text and id, each with its span, and a problem for each other one.

    A figure to be added may come without a span: it is looked up in its sentence.
    """
    fitting: list[Correction] = []
    problems: list[Error] = []
    for one in corrections:
        placed = _placed(one, text)
        why = _misfit(placed, text, doc_id)
        if why is None:
            fitting.append(placed)
        else:
            problems.append(told(one, "stale", why))
    against = dict(_contradictions(fitting))
    problems += (
        told(
            one,
            "contradiction",
            f"it contradicts {against[one].row}, so neither is used; leave one of them out",
        )
        for one in fitting
        if one in against
    )
    return tuple(one for one in fitting if one not in against), tuple(problems)


def _placed(one: Correction, text: str) -> Correction:
    if one.span is not None or one.about != "fact" or not one.quote:
        return one
    found = _looked_up(one, text)
    return one if found is None else replace(one, span=found)


def _looked_up(one: Correction, text: str) -> Span | None:
    """The only place of the quote in the only place of its sentence; without a sentence, in the text."""
    round_it = one.sentence.strip() or text
    at, within = text.find(round_it), round_it.find(one.quote)
    if -1 in (at, within) or text.find(round_it, at + 1) != -1 or round_it.find(one.quote, within + 1) != -1:
        return None
    return Span(at + within, at + within + len(one.quote))


def _misfit(one: Correction, text: str, doc_id: str) -> str | None:
    """Why a decision does not fit the text, with what to do; None where it does."""
    if one.about == "metadata" and one.span is None:
        return None
    if one.span is None:
        return f"“{_short(one.quote)}” is not found, or more than once; give start and end, or the whole sentence"
    stands = one.span.of(text)
    if stands != one.quote:
        moved = _looked_up(one, text) if one.sentence.strip() or one.about == "section" else None
        remedy = (
            "write the review file anew and decide again"
            if moved is None
            else f"“{_short(one.quote)}” now stands at {moved.start}: set start to {moved.start} and end to {moved.end} if it is the same"
        )
        return f"the text has changed: at {one.span.start} stands “{_short(stands)}”, not “{_short(one.quote)}”, so it is not used; {remedy}"
    if one.about == "fact" and not _stands_in_sentence(one, text):
        return "the sentence round the figure has changed, so it is not used; write the review file anew and decide again"
    if one.about == "fact" and not one.sentence.strip() and one.doc_id != doc_id:
        return (
            "the file has changed and the row has no sentence to compare, so it is not used; "
            "write the review file anew and decide again"
        )
    return None


def _stands_in_sentence(one: Correction, text: str) -> bool:
    """Whether the row's sentence, if it has one, still stands round the figure."""
    sentence = one.sentence.strip()
    assert one.span is not None
    at = sentence.find(one.quote)
    while at != -1:
        if text.startswith(sentence, max(0, one.span.start - at)) and one.span.start >= at:
            return True
        at = sentence.find(one.quote, at + 1)
    return not sentence


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _contradictions(corrections: Sequence[Correction]) -> Iterator[tuple[Correction, Correction]]:
    """Each decision that another one gainsays, with that one."""
    same: dict[tuple[object, ...], list[Correction]] = defaultdict(list)
    for one in corrections:
        same[one.about, one.span if one.about != "metadata" else None].append(one)
    for group in same.values():
        for one in group:
            other = next((other for other in group if _gainsay(one, other)), None)
            if other is not None:
                yield one, other


def _gainsay(one: Correction, other: Correction) -> bool:
    if one.about == "fact" and (one.decision == "reject") != (other.decision == "reject"):
        return True
    values, others = dict(one.values), dict(other.values)
    return any(values[name] != others[name] for name in values.keys() & others.keys())
