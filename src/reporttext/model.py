"""The records: one document, and layers of small immutable records that point into its text.

Offsets are half-open and count Unicode code points of `Document.text`: `text[span.start:span.end]` is the quote.
The text is fixed when it is read and never edited; a stage adds a layer and returns a new `Document`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import accumulate
from typing import Any, Literal, NamedTuple, TypeVar, get_args, overload

Role = Literal[
    "title", "subtitle", "salutation", "heading", "body", "table_head", "table", "note", "signature", "noise"
]
Section = Literal["front", "preamble", "overview", "achievements", "problems", "plans", "closing", "back"]
Qualifier = Literal["about", "over", "nearly", "under"]
Status = Literal["achieved", "target", "problem", "reference"]
Change = Literal["up", "down"]
GrowthBasis = Literal["real", "nominal", "same_scope"]
Scope = Literal["total", "each"]
EventType = Literal[
    "meeting", "training", "lecture", "culture", "volunteer", "competition", "campaign", "project", "other"
]
EventStatus = Literal["held", "planned", "reference"]
Severity = Literal["error", "warning", "info"]
SectionBy = Literal["heading", "model", "position", "review"]
Decision = Literal["accept", "fix", "reject", "add"]

SECTIONS: tuple[str, ...] = get_args(Section)
QUALIFIERS: tuple[str, ...] = get_args(Qualifier)
STATUSES: tuple[str, ...] = get_args(Status)
EVENT_TYPES: tuple[str, ...] = get_args(EventType)
EVENT_STATUSES: tuple[str, ...] = get_args(EventStatus)
DECISIONS: tuple[str, ...] = get_args(Decision)


_Record = TypeVar("_Record", bound=tuple[Any, ...])


def records(kind: type[_Record], *columns: Iterable[object]) -> tuple[_Record, ...]:
    """Records of a NamedTuple from a column for each of its fields, made in C: a report has thousands of them."""
    return tuple(map(partial(tuple.__new__, kind), zip(*columns, strict=True)))


def columns_of(kind: type[_Record], rows: Sequence[_Record]) -> dict[str, Sequence[Any]]:
    """The inverse of `records`: by name each field of the rows as a column."""
    columns: Iterable[tuple[Any, ...]] = zip(*rows, strict=True) if rows else ((),) * len(kind._fields)  # type: ignore[attr-defined]
    return dict(zip(kind._fields, columns, strict=True))  # type: ignore[attr-defined]


def with_columns(rows: Sequence[_Record], **columns: Iterable[object]) -> tuple[_Record, ...]:
    """The records of a NamedTuple with some of their fields anew, each from a column."""
    if not rows:
        return ()
    kind = type(rows[0])
    return records(kind, *(columns_of(kind, rows) | columns).values())


class Span(NamedTuple):
    """A half-open stretch of a document's text, in code points. A tuple, since a report has thousands of them."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def shift(self, by: int) -> Span:
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True)
class Hint:
    """What a reader knows of a line and the bare text does not show: a table row, a footnote, a page, a heading style."""

    span: Span
    role: Role | None = None
    level: int | None = None
    page: int | None = None
    cell: str | None = None


class Block(NamedTuple):
    """A paragraph: one non-empty line of the text, or several that are one paragraph hard-wrapped.

    `heading` is the heading's text without its number: the whole line of a heading, the first sentence of a run-in one.
    `path` holds the headings above, outermost first, and the block's own.
    """

    span: Span
    role: Role
    level: int | None = None
    number: str | None = None
    heading: str | None = None
    path: tuple[str, ...] = ()
    section: Section | None = None
    section_score: float | None = None
    section_by: SectionBy | None = None
    themes: tuple[str, ...] = ()
    page: int | None = None
    cell: str | None = None


class Sentence(NamedTuple):
    """A sentence inside one block; `item` is its own number where it has one (一是, 2.), `themes` what its own words show."""

    span: Span
    paragraph: int
    item: str | None = None
    themes: tuple[str, ...] = ()


class Word(NamedTuple):
    """A token with its place."""

    text: str
    start: int
    end: int


class Words(Sequence[Word]):
    """The tokens of a document, in order, kept as two columns: 300,000 records a report archive would cost more than the text.

    `texts[i]` begins at `starts[i]`. The tokens tile the text: joined they are the text again.
    """

    __slots__ = ("starts", "texts")

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts: tuple[str, ...] = tuple(texts)
        self.starts: tuple[int, ...] = (
            tuple(accumulate(map(len, self.texts[:-1]), initial=0)) if self.texts else ()
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Words) and other.texts == self.texts

    def __hash__(self) -> int:
        return hash(self.texts)

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, index: int) -> Word: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Word]: ...
    def __getitem__(self, index: int | slice) -> Word | Sequence[Word]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        text, start = self.texts[index], self.starts[index]
        return Word(text, start, start + len(text))

    def __iter__(self) -> Iterator[Word]:
        for text, start in zip(self.texts, self.starts, strict=True):
            yield Word(text, start, start + len(text))


class Quantity(NamedTuple):
    """A number with its unit.

    `low` is the value in the plain unit (3.5亿元 is 350000000 元), None when masked; `high` only for a range.
    `mask_width` counts the characters that were blanked out.
    """

    low: Decimal | None
    high: Decimal | None
    unit: str
    qualifier: Qualifier | None = None
    masked: bool = False
    mask_width: int | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time as a report means it; `text` is how it was written."""

    start: date
    end: date
    text: str


class Fact(NamedTuple):
    """A figure and what it says. What is found comes first; what it means is None until resolved. A tuple, since a frozen
    dataclass of so many fields is slow to make.

    `sentence` and `paragraph` index the document's layers. `part_of` and `repeat_of` index its facts.
    """

    kind: str
    span: Span
    sentence: int
    paragraph: int
    quantity: Quantity
    rule: str
    qualifier_text: str | None = None
    score: float = 1.0
    indicator: str | None = None
    indicator_id: str | None = None
    activity: str | None = None
    activity_type: str | None = None
    actor: str | None = None
    scope: Scope = "total"
    change: Change | None = None
    change_base: str | None = None
    status: Status = "achieved"
    status_cue: str | None = None
    period: Period | None = None
    part_of: int | None = None
    repeat_of: int | None = None
    growth_basis: GrowthBasis | None = None


class Event(NamedTuple):
    """An activity or campaign that bears a name of its own; `fact` indexes the figure that counts it, `repeat_of` the
    document's events. `normalised` is the name to compare by. A tuple, as Fact is.
    """

    span: Span
    sentence: int
    paragraph: int
    name: str
    type: EventType
    rule: str
    status: EventStatus | None = None
    period: Period | None = None
    fact: int | None = None
    score: float = 1.0
    normalised: str | None = None
    repeat_of: int | None = None


class Mention(NamedTuple):
    """A document, organisation, place, post, policy shorthand or document number named in the text. A tuple, as Fact is."""

    span: Span
    sentence: int
    paragraph: int
    label: Literal["document", "organisation", "place", "post", "policy", "document_number"]
    rule: str
    kind: str | None = None
    normalised: str | None = None
    score: float = 1.0


class Theme(NamedTuple):
    """What a paragraph is about. `evidence` are the words that show it, in the paragraph or else in the heading that lends it."""

    paragraph: int
    name: str
    branch: str
    score: float
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """Two places of a report whose figures do not agree. `fact` and `other_fact` index the document's facts.

    `span` is the figure that looks wrong, `other` the one it disagrees with, or the word (整改率, 增长) where no figure is.
    """

    kind: str
    severity: Severity
    message: str
    fact: int
    other_fact: int | None
    span: Span
    other: Span


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a report says of itself. `spans` gives, by field name, the place each value was read from.

    `place_shared`: many places bear the name (城关镇), and which one it is stands nowhere.
    """

    title: str | None = None
    doc_type: str | None = None
    admin_level: str | None = None
    province: str | None = None
    city: str | None = None
    county: str | None = None
    township: str | None = None
    place: str | None = None
    place_masked: bool = False
    place_shared: bool = False
    year: int | None = None
    year_given: int | None = None
    period_start: date | None = None
    period_end: date | None = None
    topic: str | None = None
    issuer: str | None = None
    issued_on: date | None = None
    spans: tuple[tuple[str, Span], ...] = ()


class Told(NamedTuple):
    """What a file says of its report outside the text: `name` is a field of Metadata where it is one, else the file's own.

    `origin` tells where it stood: `meta PubDate` of a web page, `column 年份` of a list.
    """

    name: str
    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class Correction:
    """What a reviewer decided of one thing in a report.

    `about` says of what: `fact` of the figure at `span`, `section` of the paragraph, `metadata` of the report as a whole (the
    span, if any, is where the value was read). `values` are what its fields are to be, checked, by the names of the tables;
    None is nothing. `quote` is the text at the span, `sentence` the one round it, empty where the reviewer's file has none;
    `doc_id` that of the report he saw. `row` names the file and the row, for messages.
    """

    about: Literal["fact", "section", "metadata"]
    decision: Decision
    span: Span | None
    quote: str
    values: tuple[tuple[str, str | None], ...]
    row: str
    sentence: str = ""
    doc_id: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What the user says of a report: values of `Metadata` by name, checked, and variables of his own, as metadata.csv has
    them; and what a reviewer decided of what was found in it.
    """

    values: tuple[tuple[str, str], ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class OutlineCheck:
    """A fault of a report's numbering, parts or metadata. `paragraph` indexes the document's blocks, None for the whole."""

    kind: str
    message: str
    paragraph: int | None
    span: Span


class Cut(NamedTuple):
    """A line break taken out for reading: where it was in the joined text, what was taken out, and what stands for it."""

    at: int
    removed: str
    put: str


@dataclass(frozen=True, slots=True)
class Joined:
    """What a document was before its wrapped lines were joined; see `structure.wraps`."""

    text: str
    hints: tuple[Hint, ...]
    cuts: tuple[Cut, ...]


@dataclass(frozen=True, slots=True)
class Error:
    """A row of the table `errors`. `start` and `end` are offsets into the input's bytes where the fault has a place."""

    stage: str
    kind: str
    severity: Severity
    message: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One report: its fixed text, where it came from, and the layers found so far.

    `source` is the input's own name and the path below it, `/` on every system, NFC. `folded` is the text with full
    width made half width, character for character, so its offsets are the text's. `given` is what the user says of the
    report; where it is, `metadata` follows it, and `stated` is what the text says by itself. `corrections` are a reviewer's,
    those whose text still stands where he saw it. `personal` counts the numbers of persons that were blanked out, None where
    that was not asked for. While stages run, the lines of wrapped
    paragraphs are `joined`; the result never is.
    """

    text: str
    source: str = "text"
    format: str = "text"
    encoding: str | None = None
    bytes: int = 0
    content_sha256: str = ""
    hints: tuple[Hint, ...] = ()
    told: tuple[Told, ...] = ()
    errors: tuple[Error, ...] = ()
    folded: str = ""
    blocks: tuple[Block, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    words: Words = field(default_factory=lambda: Words(()))
    themes: tuple[Theme, ...] = ()
    metadata: Metadata = Metadata()
    given: Given | None = None
    stated: Metadata | None = None
    corrections: tuple[Correction, ...] = ()
    personal: int | None = None
    facts: tuple[Fact, ...] = ()
    events: tuple[Event, ...] = ()
    mentions: tuple[Mention, ...] = ()
    checks: tuple[Check, ...] = ()
    outline_checks: tuple[OutlineCheck, ...] = ()
    joined: Joined | None = None

    def quote(self, span: Span) -> str:
        return self.text[span.start : span.end]
