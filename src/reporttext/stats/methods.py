"""`rt.open(OUT).NAME(…)`: a statistic as a method of the open store, made from its declaration."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reporttext.errors import UsageError
from reporttext.stats import saved
from reporttext.stats.compute import compute
from reporttext.stats.statistic import Parameter, Statistic
from reporttext.stats.wide import wide as to_wide

if TYPE_CHECKING:
    import pandas as pd

    from reporttext.store.reader import Reports

_OPTION = re.compile(r"(?<![\w-])--([a-z]+(?:-[a-z]+)*)")
_FILTERS = {
    "year": '`year` is 2020, "2020-2023", "2020-", or several',
    "place": "`place` an id or name, or several",
    "section": "`section` a code or several",
    "where": '`where` "NAME=VALUE" or "NAME=VALUE,VALUE" with a column of the reports or your own variable (a value with a comma in double quotes)',
    "by": "`by` the names to group by",
}
_WIDE = "With `wide` one row a unit, one column a group."
_ALWAYS = """The result is kept in OUT/stats, so that `trace` knows its rows, unless `save` is False. Raises UsageError.
`attrs["reporttext"]` of the DataFrame says what it is, to be cited: formula, references, what was asked, versions.
"""


def _told(statistic: Statistic) -> str:
    """What the docstring says of the arguments that the method has besides its own."""
    filters = "; ".join(text for name, text in _FILTERS.items() if name in statistic.filters)
    lines = (f"{filters}." if filters else "", _WIDE if statistic.wide else "", _ALWAYS)
    return "\n".join(line for line in lines if line)


def method(statistic: Statistic) -> Callable[..., pd.DataFrame]:
    """The method: its signature lists the parameters, its docstring is the definition."""

    def call(self: Reports, *arguments: Any, **given: Any) -> pd.DataFrame:
        try:
            bound = signature.bind(self, *arguments, **given).arguments
        except TypeError as error:
            raise UsageError(_misused(statistic, signature, given, error)) from None
        del bound["self"]
        wide, save = bound.pop("wide", False), bound.pop("save", True)
        try:
            result = compute(self, statistic, **bound)
            if save:
                saved.save(self.path, result)
            told = tuple(_of_python(note, signature.parameters) for note in result.notes)
            result = replace(result, notes=told)
            if not wide:
                return result.frame()
            frame: pd.DataFrame = result.told(to_wide(result)[1].to_pandas())
        except UsageError as error:
            raise UsageError(_of_python(str(error), signature.parameters)) from error.__cause__
        return frame

    signature = inspect.Signature(
        [
            inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD),
            *(_parameter(parameter) for parameter in statistic.parameters if parameter.argument),
            *(_parameter(parameter) for parameter in statistic.parameters if not parameter.argument),
            *(_keyword(f, statistic.by if f == "by" else None) for f in statistic.filters),
            *(_keyword("wide", default=False) for _ in "w" if statistic.wide),
            _keyword("save", default=True),
        ]
    )
    call.__name__ = statistic.name
    call.__qualname__ = f"Reports.{statistic.name}"
    call.__doc__ = f"{statistic.about}\n\n{_told(statistic)}" + "".join(
        f"\n{parameter.name}: {parameter.about}" for parameter in statistic.parameters
    )
    call.__signature__ = signature  # type: ignore[attr-defined]
    return call


def _misused(
    statistic: Statistic, signature: inspect.Signature, given: Mapping[str, Any], error: TypeError
) -> str:
    """What is wrong with a call that the signature does not take."""
    name, known = statistic.name, [p for p in signature.parameters.values() if p.name != "self"]
    if wrong := sorted(set(given) - {p.name for p in known}):
        return f"{name} has no argument {wrong[0]}; it has: {', '.join(p.name for p in known)}"
    by_place = [p.name for p in known if p.kind is p.POSITIONAL_OR_KEYWORD]
    for p in statistic.parameters:
        if p.argument and p.required and f"'{p.name}'" in str(error) and "missing" in str(error):
            return f"{name}: {p.name} must be given: {p.about}"
    if "too many" in str(error):
        named = ", ".join(f"{p.name}=…" for p in statistic.parameters if not p.argument)
        takes = f"only {', '.join(by_place)}" if by_place else "no argument"
        return f"{name} takes {takes} without a name; name the others: {name}({named or 'year=…'})"
    return f"{name}: {error}"


def _of_python(told: str, parameters: Mapping[str, inspect.Parameter]) -> str:
    """A message with the arguments of the method where it names the options of the command: --min-chars → min_chars."""

    def named(option: re.Match[str]) -> str:
        argument = option[1].replace("-", "_")
        return argument if argument in parameters else option[0]

    return _OPTION.sub(named, told)


def _parameter(parameter: Parameter) -> inspect.Parameter:
    if not parameter.argument:
        return _keyword(parameter.name, () if parameter.many else parameter.default)
    default = inspect.Parameter.empty if parameter.required else None
    return inspect.Parameter(parameter.name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=default)


def _keyword(name: str, default: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default)
