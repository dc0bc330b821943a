"""The parts of a zip package (.docx; .xlsx and .ofd are packages too), opened with limits and parsed without entities.

A package comes from anywhere. Nothing is written to disk, and only the parts asked for are inflated.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from lzma import LZMAError
from typing import TYPE_CHECKING, BinaryIO
from xml.etree.ElementTree import XML, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from reporttext.errors import ReadError
from reporttext.readers import limits

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

#: Below this size of a part nothing is a bomb, whatever its ratio: an empty table of a thousand rows packs well.
RATIO_FROM = 5_000_000

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    OverflowError,
)


class Package:
    """The parts of a package by name, without regard to case, as Word reads them."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (*_BROKEN, NotImplementedError) as error:
            raise damaged(str(error)) from error
        members = self._zip.infolist()
        if len(members) > limits.current().parts:
            raise limits.exceeded("parts", f"it holds {len(members):,} parts", len(members))
        self._members = {_key(member.filename): member for member in members}

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._members

    def names(self) -> list[str]:
        """The parts' names in lower case, without a slash in front."""
        return list(self._members)

    def read(self, name: str) -> bytes:
        """The bytes of the part `name`; raises ReadError: `damaged`, `password`, `limit`."""
        member = self._members.get(_key(name))
        if member is None:
            raise damaged(f"it has no part {name}")
        _check_size(name, member.file_size, member.compress_size)
        if member.flag_bits & 1:
            raise ReadError(
                "password", "it is protected by a password; open it, save it without one and read that copy"
            )
        try:
            with self._zip.open(member) as stream:
                data = stream.read(limits.current().part + 1)
        except (*_BROKEN, NotImplementedError, RuntimeError) as error:
            raise damaged(f"the part {name} cannot be unpacked: {error}") from error
        # The directory may have lied about the size.
        _check_size(name, len(data), member.compress_size)
        return data

    def xml(self, name: str) -> Element:
        """The part `name` as an element tree; the same errors, and `damaged` for XML that is not well-formed or has a DTD."""
        return parse(self.read(name), name)

    def related(self, name: str) -> dict[str, str]:
        """The parts that the part `name` ("" for the package) points to, by the last word of the relation's type."""
        folder, base = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        if rels not in self:
            return {}
        found: dict[str, str] = {}
        for relation in self.xml(rels):
            kind = relation.get("Type", "").rsplit("/", 1)[-1]
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
            if relation.get("TargetMode") != "External" and target in self:
                found.setdefault(kind, target)
        return found


def parse(data: bytes, name: str) -> Element:
    """XML to an element tree, without entities, and not deeper or longer than the limits."""
    if (tags := data.count(b"<")) > limits.current().tags:
        raise limits.exceeded("tags", f"the part {name} has {tags:,} tags", tags)
    try:
        root: Element = fromstring(data, forbid_dtd=True) if _may_declare(data) else XML(data)
    except DefusedXmlException as error:
        raise damaged(
            f"the part {name} declares a document type or entities, which Word never writes"
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise damaged(f"the part {name} is not well-formed XML: {error}") from error
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > limits.current().nesting:
            raise limits.exceeded("nesting", f"the elements of the part {name} are nested deeper")
        level = [child for element in level for child in element]
    return root


def _may_declare(data: bytes) -> bool:
    """Whether `data` could hold a document type: its `<!` is these two bytes in all 8-bit encodings that expat takes.

    Office writes neither document types nor comments, so nearly every part goes to the parser in C, at twice the speed.
    """
    return b"<!" in data or b"\0" in data


def kind_of(data: bytes) -> str | None:
    """What package `data` is: docx, xlsx, pptx, ofd, odf, epub, zip (any other), cut (an Office file without its end), or None."""
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return None
    kind = kind_of_file(io.BytesIO(data))
    if kind == "broken":
        # The directory stands at the end. Office writes this part, or a folder of its own, first.
        first = data[30 : 30 + int.from_bytes(data[26:28], "little")].lower()
        if first.startswith((b"word/", b"docprops/", b"_rels/.rels", b"[content_types].xml")):
            return "docx" if b"word/" in data else "cut"
    return kind


def kind_of_file(file: BinaryIO) -> str:
    """The same for a zip file, which may be too large to hold; `broken` where its directory is not there."""
    try:
        with zipfile.ZipFile(file) as package:
            return _kind([_key(name) for name in package.namelist()[: limits.current().parts + 1]])
    except (*_BROKEN, NotImplementedError):
        return "broken"


_MARKS = (
    ("docx", re.compile(r"word/document\d*\.xml")),
    ("xlsx", re.compile(r"xl/workbook\d*\.(xml|bin)")),
    ("pptx", re.compile(r"ppt/presentation\d*\.xml")),
    ("ofd", re.compile(r"ofd\.xml")),
    ("epub", re.compile(r"meta-inf/container\.xml")),
    ("odf", re.compile(r"content\.xml")),
)


def _kind(names: list[str]) -> str:
    for kind, mark in _MARKS:
        if any(mark.fullmatch(name) for name in names):
            return kind
    if "[content_types].xml" in names and any(name.startswith("word/") for name in names):
        return "docx"  # the main part may have any name; the relations say which
    return "zip"


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _check_size(name: str, size: int, packed: int) -> None:
    if size > limits.current().part:
        raise limits.exceeded("part", f"the part {name} is larger", size)
    if size > RATIO_FROM and size > limits.current().ratio * max(1, packed):
        times = size // max(1, packed)
        raise limits.exceeded("ratio", f"the part {name} unpacks to {times:,} times its size", times + 1)


def damaged(reason: str) -> ReadError:
    return ReadError(
        "damaged",
        f"the file is damaged: {reason}; fetch it again, or open and repair it in Word or WPS and save it as .docx",
    )
