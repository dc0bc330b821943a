"""Who may ask: the browser that was handed the key, from our own pages.

The server listens on this machine only, yet other users of the machine can reach it, and so can every web page that the
user has open. So: a key that only the terminal shows, kept as a cookie; the Host header, which Starlette's
TrustedHostMiddleware checks, tells a foreign name that was pointed at 127.0.0.1 (DNS rebinding); a request that changes
something must name our own origin; no page of anybody else's may embed ours or load our data as a script.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.responses import RedirectResponse, Response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOSTS = ("127.0.0.1", "localhost")
_SAFE = ("GET", "HEAD")
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`, with which browsers call the origin of our own forms null.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """Lets requests through to `app` that have the key and come from our own pages; `refuse(word)` makes the answer to others.

    `/?key=KEY` hands the key over, as a cookie that no script and no other site gets to use.
    """

    def __init__(self, app: ASGIApp, key: str, refuse: Callable[[str], Response]) -> None:
        self._app, self._key, self._refuse = app, key, refuse
        # Browsers send cookies to every port of a host: two servers must not take each other's.
        self._cookie = f"reporttext-{secrets.token_hex(4)}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        answer = self._answer(scope) or self._app
        await answer(scope, receive, with_headers)

    def _answer(self, scope: Scope) -> Response | None:
        """The answer to a request that does not get through."""
        headers = Headers(scope=scope)
        given = QueryParams(scope["query_string"]).get("key")
        if scope["method"] == "GET" and scope["path"] == "/" and given is not None and self._is_key(given):
            entered = RedirectResponse("/", status_code=303)
            entered.set_cookie(self._cookie, self._key, httponly=True, samesite="strict")
            return entered
        if not self._is_key(self._of_cookie(headers)):
            return self._refuse("no_key")
        if not _is_own(scope["method"], headers):
            return self._refuse("foreign")
        return None

    def _is_key(self, given: str) -> bool:
        return secrets.compare_digest(given.encode("utf-8", "replace"), self._key.encode())

    def _of_cookie(self, headers: Headers) -> str:
        cookies: SimpleCookie = SimpleCookie()
        try:
            cookies.load(headers.get("cookie", ""))
        except CookieError:
            return ""
        found = cookies.get(self._cookie)
        return found.value if found else ""


def _is_own(method: str, headers: Headers) -> bool:
    """Whether a request comes from our own pages, or is the user's: what a browser sends of its own accord tells."""
    if method not in _SAFE:
        return headers.get("origin") == f"http://{headers.get('host')}"
    site = headers.get("sec-fetch-site", "same-origin")  # old browsers do not tell; the cookie is SameSite
    return site in ("same-origin", "none") or headers.get("sec-fetch-dest") == "document"
