"""The language of what the terminal shows: `say` prints a sentence in it, `--lang` and the machine decide which it is.

It is that of `--lang`; else of the variable REPORTTEXT_LANG; else of the system, as with other programs: of LC_ALL, LC_MESSAGES,
LANG, the first that is set, on Windows of its own surface. Help is English. What a command writes to a file, and JSON, never
depends on the machine: only what `--lang` says changes it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import click

from reporttext.messages import Language, shown, shown_failure

#: The variable that decides where `--lang` does not.
VARIABLE = "REPORTTEXT_LANG"
_OF_SYSTEM = ("LC_ALL", "LC_MESSAGES", "LANG")
_KEPT = f"{__name__}.lang"


_PRINTED = "Language of what is printed.  [default: that of the system]"
#: What is said of an option that is for what a command writes too.
TOO = "; where it is given, of what is printed too."


def option(about: str = _PRINTED, default: str | None = None) -> Callable[..., Any]:
    """The option `--lang` of a command; `default` is for what it writes, as `about` says, never for the terminal."""
    return click.option("--lang", **_settings(about, default))


def parameter(about: str = _PRINTED, default: str | None = None) -> click.Option:
    """The same for a command that is made of a list of its parameters."""
    return click.Option(["--lang"], **_settings(about, default))


def _settings(about: str, default: str | None) -> dict[str, Any]:
    return {"type": click.Choice(["zh", "en"]), "is_eager": True, "callback": _keep, "help": about, "default": default, "show_default": bool(default)}  # fmt: skip


def _keep(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Keep what the user says where `say` and the messages of errors find it."""
    if (
        value
        and parameter.name
        and ctx.get_parameter_source(parameter.name) is not click.core.ParameterSource.DEFAULT
    ):
        ctx.find_root().meta[_KEPT] = value
    return value


def language() -> Language:
    """The language of the terminal in the command under way."""
    context = click.get_current_context(silent=True)
    chosen = context and context.find_root().meta.get(_KEPT)
    return "zh" if (chosen or of_machine(os.environ, surface())) == "zh" else "en"


def of_machine(environment: Mapping[str, str], windows: str | None) -> Language:
    """The language that the environment asks for; `windows` is that of the surface of Windows (zh_CN), None elsewhere."""
    named = environment.get(VARIABLE) or next(
        (environment[name] for name in _OF_SYSTEM if environment.get(name)), windows or ""
    )
    return "zh" if named.lower().startswith(("zh", "chinese")) else "en"


@cache
def surface() -> str | None:
    """The language of the surface of Windows, such as zh_CN; None on other systems."""
    import ctypes
    import locale

    windows = getattr(ctypes, "windll", None)
    return None if windows is None else locale.windows_locale.get(windows.kernel32.GetUserDefaultUILanguage())


def say(sentence: str, *, err: bool = False) -> None:
    """Print a sentence in the language of the terminal: to stdout what was asked for, to stderr what is told beside it."""
    click.echo(shown(sentence, language()), err=err)


def failure(message: str) -> str:
    """Why a call did nothing, in the language of the terminal."""
    return shown_failure(message, language())


def word(name: str) -> str:
    """A word of a line, in the language of the terminal."""
    return shown(name, language())
