"""Which thing of one run is which of the other."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Sequence

from reporttext.differences.layers import Layer, Thing

Pair = tuple[Thing | None, Thing | None]
_Key = Callable[[Thing], Hashable]


def _place(thing: Thing) -> Hashable:
    return thing.start, thing.end


def _words(thing: Thing) -> Hashable:
    return thing.sentence, thing.quote


def _meaning(thing: Thing) -> Hashable:
    """A figure whose number was changed is the same figure, if it is of the same indicator."""
    values = thing.values
    return values["indicator"], values["kind"], values["unit"], values["change"]


def matched(layer: Layer, old: Sequence[Thing], new: Sequence[Thing], *, same_text: bool) -> Iterator[Pair]:
    """Pairs of things that are the same, and each other one with None, in the order of the newer text, what vanished last.

    Paragraphs that have no other are left out: that texts differ is not what is asked. So is a figure without indicator that
    only resembles another.
    """
    if layer == "documents":
        yield (old[0] if old else None), (new[0] if new else None)
        return
    keys: tuple[_Key, ...] = (
        (_place,) if same_text else (_words,) if layer == "paragraphs" else (_words, _meaning)
    )
    partner: dict[int, int] = {}  # place in new → place in old
    free_old, free_new = list(range(len(old))), list(range(len(new)))
    for key in keys:
        waiting: dict[Hashable, deque[int]] = defaultdict(deque)
        for i in free_old:
            if key is not _meaning or old[i].values["indicator"]:
                waiting[key(old[i])].append(i)
        for j in free_new:
            if found := waiting.get(key(new[j])):
                partner[j] = found.popleft()
        taken = set(partner.values())
        free_old = [i for i in free_old if i not in taken]
        free_new = [j for j in free_new if j not in partner]
    for j, thing in enumerate(new):
        if j in partner:
            yield old[partner[j]], thing
        elif layer == "facts":
            yield None, thing
    if layer == "facts":
        yield from ((old[i], None) for i in free_old)
