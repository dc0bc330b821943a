"""The command line. A command parses, calls one function of the library, prints.

stdout carries data, stderr messages. What needs time to import is imported where it is used: `--help` answers at once.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import click

from reporttext import __version__
from reporttext.cli import speaking
from reporttext.errors import ReporttextError

_UNWRITTEN = (errno.ENOSPC, errno.EIO)  # of stdout
# What is said of a package, or a thread, that memory does not suffice for.
_NO_MEMORY = ("failed to map segment", "annot allocate memory", "can't start new thread")
_TOO_LITTLE = "there is not enough memory for the program: close other programs, or allow it more (ulimit -v)"
_UNREAD = 141  # where nobody reads on (… | head -1): what a shell says of a program that SIGPIPE ended


class _Failure(click.ClickException):
    """An error in one line; the call was wrong, or nothing could be done."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        click.echo(f"reporttext: {' '.join(self.message.split())}", err=file is None, file=file)


class _Group(click.Group):
    """The commands, and the one place where the library's errors become messages and exit codes.

    A command is one file here of its name, with `command` in it; a file may have several, `commands`. Each is imported when it
    is asked for, so that `show` does not wait for what statistics need.
    """

    def all(self) -> Mapping[str, click.Command]:
        """Every command by name."""
        for file in iter_modules(__path__):
            self._take(file.name)
        return self.commands

    def _take(self, file: str) -> None:
        module = import_module(f"{__name__}.{file}")
        if hasattr(module, "command"):
            self.add_command(module.command)
        for made in getattr(module, "commands", ()):
            self.add_command(made)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.commands and name in {file.name for file in iter_modules(__path__)}:
            self._take(name)
        return super().get_command(ctx, name) or self.all().get(name)

    def list_commands(self, _: click.Context) -> list[str]:
        return sorted(self.all())

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        """Help lists statistics apart."""
        from reporttext.stats import STATISTICS

        commands = self.all()
        width = formatter.width - 6 - max(map(len, commands), default=0)
        for heading, statistics in (("Commands", False), ("Statistics across reports", True)):
            listed = [
                (name, command.get_short_help_str(width))
                for name, command in sorted(commands.items())
                if (name in STATISTICS) == statistics
            ]
            with formatter.section(heading):
                formatter.write_dl(listed)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ReporttextError as error:
            raise _Failure(speaking.failure(str(error))) from error
        except BrokenPipeError:
            _let_go()
            ctx.exit(_UNREAD)
        except (MemoryError, ImportError, RuntimeError) as error:
            if not isinstance(error, MemoryError) and not any(said in str(error) for said in _NO_MEMORY):
                raise
            raise _Failure(speaking.failure(_TOO_LITTLE)) from error
        except KeyboardInterrupt:
            speaking.say("reporttext: stopped", err=True)
            ctx.exit(130)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="reporttext")
def cli() -> None:
    """Turn Chinese government work reports (政府工作报告、工作总结) into tables: figures, sections, activities.

    \b
    reporttext run ARCHIVE -o OUT    files and folders in, tables out
    reporttext show FILE             a first look at one report
    """  # noqa: D301  click wants the character \b


def _let_go() -> None:
    """Print no more: else Python fails once more where it flushes at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main() -> None:
    """The program `reporttext`."""
    for stream in (sys.stdout, sys.stderr):
        # A GBK console lacks characters that reports have; an escape is better than a crash.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        cli(prog_name="reporttext")
    except OSError as error:
        if error.errno not in _UNWRITTEN or error.filename is not None:
            raise
        _let_go()
        speaking.say(f"reporttext: what was to be printed could not be written ({error.strerror})", err=True)
        sys.exit(_Failure.exit_code)
