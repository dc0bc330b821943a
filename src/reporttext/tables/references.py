"""The works that the methods are from: `references.toml`, as a reader's list and as BibTeX."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from reporttext.errors import RuleError

# What each type must have, beside author, year and title; "software" is @misc to BibTeX, which knows no such type.
_NEEDED = {
    "article": ("journal", "volume", "pages"), "inproceedings": ("booktitle", "pages"), "book": ("publisher", "address"),
    "misc": ("publisher", "url"), "software": (),
}  # fmt: skip
_MAY = ("journal", "booktitle", "edition", "volume", "number", "pages", "publisher", "address", "doi", "url")


@dataclass(frozen=True, slots=True)
class Reference:
    """One work. `more` has the fields of BibTeX beside author, year and title, in the order of `_MAY`."""

    key: str
    type: str
    author: tuple[str, ...]
    year: int
    title: str
    more: Mapping[str, str]

    @property
    def link(self) -> str | None:
        """Where it is found: its DOI as an address, or its own."""
        return f"https://doi.org/{self.more['doi']}" if "doi" in self.more else self.more.get("url")

    def text(self) -> str:
        """As a list of references has it: authors (year). Title. Where. Link."""
        more = self.more
        place = ": ".join(more[name] for name in ("address", "publisher") if name in more)
        number = f"({more['number']})" if "number" in more else ""
        where = {
            "article": f"{more.get('journal')}, {more.get('volume')}{number}, {more.get('pages')}",
            "inproceedings": ", ".join(filter(None, [f"In {more.get('booktitle')}", place, f"pp. {more.get('pages')}"])),
            "book": place,
            "misc": place,
            "software": f"Version {more.get('version')}",
        }[self.type]  # fmt: skip
        title = f"{self.title} ({more['edition']} ed.)" if "edition" in more else self.title
        parts = [f"{_listed(self.author)} ({self.year})", title, where]
        return " ".join(part.rstrip(".") + "." for part in parts) + (f" {self.link}" if self.link else "")

    def bibtex(self) -> str:
        """As an entry of a .bib file in UTF-8 (biber, BibTeX 0.99d with a reader of UTF-8)."""
        # A body in braces is one name; a title in two keeps its capitals.
        authors = " and ".join(name if "," in name else f"{{{name}}}" for name in self.author)
        fields = {"author": authors, "year": str(self.year), "title": f"{{{self.title}}}", **self.more}
        kind = "misc" if self.type == "software" else self.type
        lines = (f"  {name} = {{{_tex(name, value)}}}" for name, value in fields.items())
        return f"@{kind}{{{self.key},\n" + ",\n".join(lines) + "\n}"

    def plain(self) -> dict[str, Any]:
        """As JSON takes it."""
        told = {"key": self.key, "text": self.text()}
        return told | ({"url": self.link} if self.link else {})


def _listed(authors: tuple[str, ...]) -> str:
    names = [_initials(name) for name in authors]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} & {names[-1]}"


def _initials(name: str) -> str:
    """Spärck Jones, Karen → Spärck Jones, K.; Gries, Stefan Th. → Gries, S. T."""
    family, comma, given = name.partition(", ")
    return f"{family}{comma}{' '.join(f'{part[0]}.' for part in given.split())}"


def _tex(name: str, value: str) -> str:
    if name in ("doi", "url"):
        return value
    return value.replace("&", r"\&").replace("%", r"\%").replace("–", "--")


@cache
def references() -> Mapping[str, Reference]:
    """All works by key. Raises RuleError naming an entry that is not complete, and what it lacks."""
    import reporttext

    raw = tomllib.loads((resources.files(__package__) / "references.toml").read_text("utf-8"))
    raw["reporttext"]["version"] = reporttext.__version__
    return {key: _reference(key, entry) for key, entry in raw.items()}


def _reference(key: str, entry: Mapping[str, Any]) -> Reference:
    type = entry.get("type")
    if type not in _NEEDED:
        raise RuleError(f"references.toml: [{key}] type must be one of: {', '.join(_NEEDED)}")
    needed = ("author", "year", "title", *_NEEDED[type])
    if missing := [name for name in needed if not entry.get(name)]:
        raise RuleError(f"references.toml: [{key}] has no {missing[0]}")
    known = (*_MAY, "version") if type == "software" else _MAY
    more = {name: str(entry[name]) for name in known if name in entry}
    if unknown := [name for name in entry if name not in ("type", "author", "year", "title", *more)]:
        raise RuleError(f"references.toml: [{key}] {unknown[0]} is no field; known: {', '.join(_MAY)}")
    return Reference(key, type, tuple(entry["author"]), entry["year"], entry["title"], more)


def bibliography(keys: Iterable[str] | None = None) -> str:
    """A .bib file of these works, or of all."""
    wanted = references() if keys is None else dict.fromkeys(keys)
    return "\n\n".join(references()[key].bibtex() for key in wanted) + "\n"
