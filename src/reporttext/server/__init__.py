"""`reporttext serve`: an archive to look at and to search in a browser, and a place to drop files. On this machine only."""

from __future__ import annotations

import contextlib
import secrets
import signal
import socket
import sys
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread, current_thread, main_thread
from types import FrameType

from reporttext.errors import UsageError
from reporttext.server.workspace import private

PORT = 8765
_HOST = "127.0.0.1"  # never another: who serves reports to others wants a real server with users and TLS before it


def serve(
    out: str | Path | None = None,
    *,
    port: int = PORT,
    language: str = "zh",
    browser: bool = True,
    ready: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve the output folder `out`, or without one only a page to drop files on, until Ctrl-C or SIGTERM.

    `port` 0 takes any that is free. `ready` is called with the address, in which is the key without which nothing is
    answered; `browser` opens it. Raises UsageError: no such folder, no store in it, the port is taken.
    """
    from uvicorn import Config
    from uvicorn import Server as Web

    from reporttext.server.app import Server

    with private() as work, contextlib.closing(_listen(port)) as listening, _ended_by_signals():
        server = Server(
            None if out is None else Path(out), work, language, lambda: setattr(web, "should_exit", True)
        )
        key = secrets.token_urlsafe(16)
        config = Config(
            server.application(key), log_level="warning", access_log=False, server_header=False, lifespan="off", ws="none",
            http="h11", loop="asyncio", limit_concurrency=100, timeout_graceful_shutdown=1,
        )  # fmt: skip
        web = Web(config)
        address = f"http://{_HOST}:{listening.getsockname()[1]}/?key={key}"
        try:
            ready(address)
            if browser:
                # Some browsers of text terminals only return when they are left.
                Thread(target=webbrowser.open, args=[address], daemon=True).start()
            web.run([listening])
        except (KeyboardInterrupt, _Ended):
            pass  # the way to stop it
        finally:
            server.close()


class _Ended(BaseException):
    """SIGTERM, or the terminal was closed."""


@contextlib.contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Make an end by signal an exception, so that what was dropped is removed; uvicorn passes signals on to us at its end."""
    if current_thread() is not main_thread():
        yield
        return

    def end(_: int, __: FrameType | None) -> None:
        raise _Ended

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]
    before = {number: signal.signal(number, end) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _listen(port: int) -> socket.socket:
    """A socket that listens on this machine only. Raises UsageError where the port is taken."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":  # there a second program could else take the port over
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((_HOST, port))
        listening.listen(100)
    except OSError as error:
        listening.close()
        raise UsageError(
            f"port {port} cannot be used ({error.strerror}): name another with --port, or --port 0 for any that is free; "
            "perhaps reporttext serve is running already"
        ) from error
    return listening
