"""The lines a report introduces and signs itself with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from reporttext.masks import NAME
from reporttext.metadata.dates import Found, dates_in
from reporttext.model import Block, Document, Role, Span

_CONGRESS = re.compile("代表大会|人大会议")
# 我代表禾塘镇人民政府: who reports, where nobody signed. 我代表省人民政府 names no one.
_ON_BEHALF = re.compile(rf"代表(?P<issuer>[\u4e00-\u9fff{NAME}]{{2,16}}?(?:人民政府|委员会))[,,向]")
# A signature up to its date: 汀湖镇人民政府　　2025年1月17日.
_OFFICE = re.compile(
    rf"[(\s]{{0,4}}(?P<office>[\u4e00-\u9fff{NAME}A-Za-z]{{4,30}}?)(?=\s|\)|\d|[一二][〇○零九]|$)"
)
# A title in bold; **镇2022年工作总结** may be one whose name is blanked out.
_BOLD = re.compile(r"\A\*\*(?![省市州盟县区旗镇乡街村社*])([^\n]+?)(?<!\*)\*\*\Z")
_BODIES, _BODY_HEAD = 4, 260


class Front:
    """Titles, subtitles, first paragraphs and signature of one document, as blocks and as spans."""

    def __init__(self, doc: Document, folded: str) -> None:
        self.folded = folded
        self.titles = _of_role(doc.blocks[:24], "title")
        self.subtitles = _of_role(doc.blocks[:24], "subtitle")
        self.salutations = _of_role(doc.blocks[:24], "salutation")
        self.signatures = _of_role(doc.blocks[-60:], "signature")
        bodies = _of_role(doc.blocks[:24], "body")[:_BODIES]
        self.openings = tuple(Span(b.start, min(b.end, b.start + _BODY_HEAD)) for b in bodies)

    def title(self, text: str, is_kind: Callable[[str], bool]) -> tuple[str | None, Span | None]:
        """The title: the first line that names a kind of report, with the lines above it that lead up to it."""
        lines: list[Span] = []
        for span in self.titles:
            lines.append(span)
            if is_kind(span.of(self.folded)):
                break
        if not lines:
            return None, None
        return "".join(_BOLD.sub(r"\1", span.of(text)) for span in lines), Span(lines[0].start, lines[-1].end)

    @property
    def is_congress(self) -> bool:
        return any(_CONGRESS.search(span.of(self.folded)) for span in (*self.titles, *self.subtitles))

    def given(self) -> Found | None:
        """When it was given or signed: the first date below the title, in it, or in the signature."""
        return self._date((*self.subtitles, *self.titles, *self.signatures))

    def issued(self) -> Found | None:
        """When it was issued: the date of the signature, else that below the title."""
        return self._date((*reversed(self.signatures), *self.subtitles, *self.titles))

    def _date(self, spans: Iterable[Span]) -> Found | None:
        return next((found for span in spans for found in dates_in(self.folded, span)), None)

    def issuer(self, named: re.Pattern[str]) -> Span | None:
        """The office that signed, else the one the title or speaker's line names, else the one spoken for."""
        for span in self.signatures:
            office = _OFFICE.match(self.folded, span.start, span.end)
            if office and not office["office"].startswith("二"):
                return Span(*office.span("office"))
        for span in (*self.subtitles, *self.titles):
            m = named.match(self.folded, span.start, span.end)
            if m:
                return Span(*m.span())
        for span in self.openings:
            m = _ON_BEHALF.search(self.folded, span.start, span.end)
            if m and len(m["issuer"]) > 6:
                return Span(*m.span("issuer"))
        return None


def _of_role(blocks: Iterable[Block], role: Role) -> tuple[Span, ...]:
    return tuple(block.span for block in blocks if block.role == role)
