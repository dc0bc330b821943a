"""Web pages saved in one file with their pictures (.mht, .mhtml): the page in it, read as .html is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporttext.errors import ReadError
from reporttext.model import Document
from reporttext.readers import encodings, signatures

if TYPE_CHECKING:
    from email.message import Message

FORMAT = "mht"
#: Bytes of a saved page with its pictures.
MAX_SIZE = 100_000_000
#: Parts looked through for the page.
MAX_PARTS = 2_000


def matches(data: bytes) -> bool:
    return signatures.recognise(data) is signatures.MHT


def read(data: bytes, source: str) -> Document:
    """The text of the first page in `data`. Raises ReadError: `damaged`, `limit`, and what reading the page may raise."""
    if len(data) > MAX_SIZE:
        raise ReadError("limit", f"it has {len(data):,} bytes; the limit (MAX_SIZE) is {MAX_SIZE:,}")
    from reporttext.readers._pages import document

    return document.read(encodings.decode(_page(data)), source, FORMAT)


def _page(data: bytes) -> bytes:
    from email import message_from_bytes, policy
    from email.errors import MessageError

    try:
        message = message_from_bytes(data, policy=policy.compat32)
        for count, part in enumerate(message.walk()):
            if count > MAX_PARTS:
                raise ReadError("limit", f"it has over {MAX_PARTS:,} parts; that is the limit (MAX_PARTS)")
            if part.get_content_type() in ("text/html", "application/xhtml+xml") and (page := _decoded(part)):
                return page
    except (MessageError, ValueError, LookupError, RecursionError) as error:
        raise ReadError("damaged", f"the saved web page is damaged: {error}; save it again") from error
    raise ReadError("damaged", "the saved web page holds no page; save it again, or as .html")


def _decoded(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
