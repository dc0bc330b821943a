"""The web application: what is asked at which address, and what is answered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from reporttext.errors import ReporttextError, UsageError
from reporttext.messages import shown_failure
from reporttext.server import search
from reporttext.server.archive import FACTS, Archive
from reporttext.server.drops import MOST_BYTES, MOST_FILES, Drop, Drops, RefusedError
from reporttext.server.guard import HOSTS, Guard
from reporttext.server.pages import Pages
from reporttext.stats.selection import years

_DROP = "/drops/{drop:str}"


class Server:
    """What the addresses have in common: the archive served, if any, and the drops.

    `work` is a private folder; `end` is called when the user wants the server to end.
    """

    def __init__(
        self, archive: Path | None, work: Path, language: str, end: Callable[[], None] = lambda: None
    ) -> None:
        self._end = end
        self.pages = Pages(language)
        self.drops = Drops(work, language)
        self._work, self._language = work, language
        self._archive = None if archive is None else Archive(archive, work, language)
        self._of_drops: dict[str, Archive] = {}
        self._assets = self.pages.assets()
        if self._archive:
            self._archive.check()

    def application(self, key: str) -> Starlette:
        """The application, for whoever has the key."""
        return Starlette(
            routes=self._routes(),
            middleware=[
                Middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS), www_redirect=False),
                Middleware(Guard, key=key, refuse=lambda word: self.pages.error(403, self.pages.words[word])),
            ],
            exception_handlers={
                HTTPException: self._http_error,
                RefusedError: self._refused,
                ReporttextError: lambda _, error: self.pages.error(
                    503, shown_failure(str(error), self._language)
                ),
            },
        )

    def close(self) -> None:
        """End what is under way."""
        self.drops.close()
        for archive in (self._archive, *self._of_drops.values()):
            if archive:
                archive.stop()

    def _routes(self) -> list[Route]:
        views: list[tuple[str, Callable[[Request], Response]]] = [
            ("/search", self.search),
            ("/archive", self.to_index),
            ("/archive/reports/{doc_id}.html", self.report),
            ("/archive/assets/{name}", self.asset),
            ("/archive/{name:path}", self.view),
        ]
        return [
            Route("/", self.home),
            Route("/assets/{name}", self.asset),
            Route("/end", self.end, methods=["POST"]),
            Route("/drops", self.new_drop, methods=["POST"]),
            Route(_DROP, self.drop),
            Route(f"{_DROP}/files", self.take_file, methods=["PUT"]),
            Route(f"{_DROP}/start", self.start_drop, methods=["POST"]),
            Route(f"{_DROP}/remove", self.remove_drop, methods=["POST"]),
            Route(f"{_DROP}/state", self.state),
            Route(f"{_DROP}/reports.xlsx", self.workbook),
            *(Route(prefix + path, answer) for prefix in ("", _DROP) for path, answer in views),
        ]

    # --- What is shown of an archive: the one served, or that of a drop

    def _of(self, request: Request) -> tuple[Archive, str]:
        """The archive that a request is about, and what its addresses begin with."""
        if "drop" not in request.path_params:
            if self._archive is None:
                raise HTTPException(404)
            return self._archive, ""
        drop = self._dropped(request)
        if drop.state != "done":
            raise HTTPException(404)
        known = {id: archive for id, archive in self._of_drops.items() if self.drops.get(id)}
        known.setdefault(drop.id, Archive(drop.out.path, drop.folder, self._language))
        self._of_drops = known
        return known[drop.id], f"/drops/{drop.id}"

    def to_index(self, request: Request) -> Response:
        return RedirectResponse(f"{self._of(request)[1]}/archive/index.html")

    def view(self, request: Request) -> Response:
        name = request.path_params["name"]
        return _file(name, self._of(request)[0].view(name))

    def report(self, request: Request) -> Response:
        page = self._of(request)[0].report(request.path_params["doc_id"])
        return _file("report.html", None if page is None else page.encode("utf-8", "replace"))

    def asset(self, request: Request) -> Response:
        name = request.path_params["name"]
        return _file(name, self._assets.get(name))

    def search(self, request: Request) -> Response:
        archive, prefix = self._of(request)
        asked = {
            name: request.query_params.get(name, "").strip() for name in ("q", "year", "place", "section")
        }
        if asked["section"] not in self.pages.sections():
            asked["section"] = ""
        words = search.words(asked.pop("q"))
        message, hits = self._amiss(words, asked["year"]), None
        if words and not message:
            hits = archive.search(words, **asked, start=_whole(request, "start"))
        asked["q"] = " ".join(words)
        return self.pages.page(
            "search.html",
            asked=asked, hits=hits, message=message, prefix=prefix, sections=self.pages.sections(), most=search.MOST,
            page=search.PAGE,
        )  # fmt: skip

    def _amiss(self, words: list[str], year: str) -> str | None:
        """What is wrong with a query."""
        if len(words) > search.MOST_WORDS or sum(map(len, words)) > search.MOST_CHARACTERS:
            return self.pages.words["bad_query"].format(search.MOST_WORDS, search.MOST_CHARACTERS)
        try:
            years(year)
        except UsageError:
            return self.pages.words["bad_year"]
        return None

    # --- Files that are dropped

    def home(self, _: Request) -> Response:
        return self.pages.page(
            "home.html",
            archive=self._archive, drops=list(self.drops), files=MOST_FILES, megabytes=MOST_BYTES // 1_000_000,
        )  # fmt: skip

    def end(self, _: Request) -> Response:
        """Closing a window of Windows ends the program before it can clear up; this does not."""
        self._end()
        return self.pages.page("ended.html")

    def new_drop(self, _: Request) -> Response:
        return JSONResponse({"id": self.drops.new().id}, status_code=201)

    async def take_file(self, request: Request) -> Response:
        """One file, its name in `name`, its bytes as they are: written as they come in, never held."""
        drop = self._dropped(request)
        if _length(request) > MOST_BYTES:
            raise RefusedError(413, "too_large", MOST_BYTES // 1_000_000)
        try:
            with drop.file(request.query_params.get("name", "")) as sink:
                async for piece in request.stream():
                    sink.write(piece)
        except ClientDisconnect:
            return Response(status_code=400)
        return Response(status_code=204)

    def start_drop(self, request: Request) -> Response:
        self.drops.start(self._dropped(request))
        return Response(status_code=204)

    def remove_drop(self, request: Request) -> Response:
        self.drops.remove(self._dropped(request))
        return Response(status_code=204)

    def state(self, request: Request) -> Response:
        return JSONResponse(self._dropped(request).told)

    def drop(self, request: Request) -> Response:
        drop = self._dropped(request)
        if drop.state != "done":
            return self.pages.page("drop.html", drop=drop)
        archive, prefix = self._of(request)
        return self.pages.page(
            "drop.html",
            drop=drop, prefix=prefix, result=drop.result, reports=archive.reports(), problems=archive.problems(),
            facts=archive.facts(_whole(request, "start")), page=FACTS,
        )  # fmt: skip

    def workbook(self, request: Request) -> Response:
        drop = self._dropped(request)
        if drop.state != "done" or not drop.out.workbook.is_file():
            raise HTTPException(404)
        return FileResponse(drop.out.workbook, filename="reports.xlsx")

    def _dropped(self, request: Request) -> Drop:
        drop = self.drops.get(request.path_params["drop"])
        if drop is None:
            raise HTTPException(404)
        return drop

    # --- What went wrong

    def _http_error(self, _: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        message = self.pages.words["not_found"] if error.status_code == 404 else error.detail
        return self.pages.error(error.status_code, message)

    def _refused(self, _: Request, error: Exception) -> Response:
        assert isinstance(error, RefusedError)
        message = self.pages.words[error.word].format(*error.values)
        return JSONResponse({"message": message}, status_code=error.status)


def _file(name: str, content: bytes | None) -> Response:
    if content is None:
        raise HTTPException(404)
    return Response(content, media_type=_TYPES[Path(name).suffix])


_TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}


def _whole(request: Request, name: str) -> int:
    """A number of the address; 0 for whatever is none."""
    text = request.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _length(request: Request) -> int:
    text = request.headers.get("content-length", "0")
    return int(text) if text.isascii() and text.isdigit() else 0
