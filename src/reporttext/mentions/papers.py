"""《安全生产法》, 《关于转发〈…〉的通知》, 《…文选》第三卷, 《**镇工作方案》; 苇委发〔2021〕3号, 国办发[2024]1号, 国务院令第752号."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reporttext.events.patterns import any_of
from reporttext.lexicon import Table, check_keys, texts
from reporttext.masks import FIGURE, NAME
from reporttext.mentions.common import Hit
from reporttext.rule.tries import Led

# A name may hold one more pair of marks, of either sort; longer than this it is a text with a mark lost.
_DOCUMENT: Final = re.compile(
    r"《([^《》\n]{1,90}(?:《[^《》\n]{1,60}》[^《》\n]{0,40}){0,2})》"
    r"(第[一二三四五六七八九十\d]{1,3}[卷册辑部])?"
)
_VERSION: Final = re.compile(
    r"[(〔\[][^()〔〕\[\]]{1,16}[)〕\]]$|[·.\s]*第?[一二三四五六七八九十\d]{1,4}[年卷版册条]?$"
)
_NUMBER: Final = Led(
    "〔[【(﹝",
    rf"((?:19|20)\d\d|[{FIGURE}]{{2,4}})[〕\]】)﹞]\s?(?:第\s?)?(\d{{1,5}}|[{FIGURE}]{{1,4}})\s?号",
)
_AGENCY: Final = re.compile(rf"[一-龥{NAME}A-Za-z]{{2,12}}$")
_ORDER: Final = re.compile(rf"令\s?第\s?(\d{{1,5}}|[{FIGURE}]{{1,4}})\s?号")
_BLANKS: Final = re.compile(r"\s+")


class Papers:
    """Finds documents by their marks, and document numbers."""

    def __init__(self, kinds: Table, numbers: Table) -> None:
        check_keys("mentions.numbers", numbers, ("before", "orders"))
        self.kinds = {
            word: kind for kind, words in kinds.items() for word in texts(f"mentions.documents.{kind}", words)
        }
        self.longest = max(map(len, self.kinds), default=0)
        before = texts("mentions.numbers.before", numbers.get("before", []))
        orders = texts("mentions.numbers.orders", numbers.get("orders", []))
        self.before = re.compile(rf".*(?:{any_of(before)})")
        self.orders = tuple(sorted(orders, key=len, reverse=True))

    def documents(self, text: str) -> Iterator[Hit]:
        for hit in _DOCUMENT.finditer(text):
            name = _BLANKS.sub("", hit[1])
            kind = self._kind(name)
            yield Hit(hit.start(), hit.end(), "document", "mention.document", kind, name + (hit[2] or ""))

    def _kind(self, name: str) -> str | None:
        """The longest known ending of the name, a version such as （试行） left aside."""
        name = _VERSION.sub("", name)
        ends = (name[-n:] for n in range(min(self.longest, len(name)), 0, -1))
        return next((self.kinds[end] for end in ends if end in self.kinds), None)

    def numbers(self, text: str) -> Iterator[Hit]:
        """`normalised` is agency|year|number; an order has no year, and a masked part stays as written."""
        for hit in _NUMBER.finditer(text):
            agency = _AGENCY.search(text[max(0, hit.start() - 12) : hit.start()].rstrip(" "))
            name = agency.group() if agency else ""
            cut = self.before.match(name)
            name = name[cut.end() :] if cut else name
            if len(name) >= 2 and len(name) <= 10:
                start = text.rindex(name, 0, hit.start())
                yield Hit(
                    start, hit.end(), "document_number", "mention.number", None, f"{name}|{hit[1]}|{hit[2]}"
                )
        for hit in _ORDER.finditer(text):
            at = hit.start() + 1
            order = next((name for name in self.orders if text.endswith(name, 0, at)), None)
            if order:
                start, normalised = at - len(order), f"{order}||{hit[1]}"
                yield Hit(start, hit.end(), "document_number", "mention.order", "order", normalised, 0.9)
