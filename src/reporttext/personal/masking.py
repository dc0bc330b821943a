"""Numbers of persons written over in a text, and in a document as it was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from reporttext import structure
from reporttext.lexicon import Lexicon
from reporttext.model import Cut, Document, Error, Told
from reporttext.personal.finding import Kind, find

_CALLED: Mapping[Kind, str] = {
    "identity": "identity number", "mobile": "mobile number", "phone": "telephone number", "card": "bank card number",
}  # fmt: skip


def masker(lexicon: Lexicon) -> Callable[[Document], Document]:
    """Return what blanks the numbers out in a document as it was read: in its text and in what its file tells of it.

    `personal` of the result counts them, and a row of `errors` says of which kinds. A number that a line break parts is
    found where the lines are of one paragraph. Names of files are left as they are.
    """
    join = structure.join(lexicon)

    def mask(doc: Document) -> Document:
        joined = join(doc)
        text, kinds = mask_text(joined.text, lexicon)
        if joined.joined is not None:
            text, more = _parted(text, joined.joined.cuts, lexicon)
            kinds += more
        amiss = (replace(one, message=mask_text(one.message, lexicon)[0]) for one in doc.errors)
        told = []
        for one in doc.told:
            value, more = mask_text(one.value, lexicon, one.name)
            told.append(Told(one.name, value, one.origin))
            kinds += more
        errors = (*amiss, _row(kinds)) if kinds else tuple(amiss)
        return replace(doc, text=text, told=tuple(told), personal=kinds.total(), errors=errors)

    return mask


def _parted(text: str, cuts: Sequence[Cut], lexicon: Lexicon) -> tuple[str, Counter[Kind]]:
    """The text with its line breaks put back; what stood between two lines (the foot of a page) is masked too."""
    pieces: list[str] = []
    kinds: Counter[Kind] = Counter()
    last = 0
    for cut in cuts:
        removed, more = mask_text(cut.removed, lexicon)
        kinds += more
        pieces += (text[last : cut.at], removed)
        last = cut.at + len(cut.put)
    return "".join((*pieces, text[last:])), kinds


def _row(kinds: Counter[Kind]) -> Error:
    told = (f"{count} {_CALLED[kind]}{'s' * (count > 1)}" for kind, count in sorted(kinds.items()))
    return Error("read", "personal", "info", f"blanked out as asked for: {', '.join(told)}")


def mask_text(text: str, lexicon: Lexicon, name: str = "") -> tuple[str, Counter[Kind]]:
    """A text with the numbers of persons written over, and how many of each kind; `name` is what the text is the value of."""
    pieces: list[str] = []
    kinds: Counter[Kind] = Counter()
    last = 0
    for (start, end), kind in find(text, lexicon, name):
        pieces += (text[last:start], "*" * (end - start))
        kinds[kind] += 1
        last = end
    return ("".join((*pieces, text[last:])) if kinds else text), kinds
