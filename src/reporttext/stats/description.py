"""What a result is, to be cited and told with it: definition, formula, sources, what was asked, over what, by which versions.

A plain dict, so that it goes into `DataFrame.attrs`, JSON and Parquet as it is. It holds no date and no path: the same
question to the same tables with the same packages gives the same description anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from reporttext.stats.statistic import Statistic
from reporttext.tables.statistics import Method, methods

if TYPE_CHECKING:
    from reporttext.stats.selection import Selection
    from reporttext.store.reader import Reports

Description = Mapping[str, Any]


def defined(statistic: Statistic) -> dict[str, Any]:
    """What the statistic is, before anything is asked: name, title, definition, counted, formula, references.

    One that `statistics.toml` does not have (a statistic of your own) has its docstring's first line only.
    """
    known = methods().get(statistic.name)
    first = statistic.about.partition("\n")[0]
    told: dict[str, Any] = {"name": statistic.name, "title": {"zh": statistic.zh, "en": statistic.en}}
    if known is None:
        return told | {"definition": {"zh": statistic.zh, "en": first}}
    return told | {
        "definition": _both(known.definition),
        "counted": _both(known.counted),
        "formula": dict(known.formula),
        "references": [source.plain() for source in known.sources],
    }


def described(
    statistic: Statistic, asked: Mapping[str, Any], reports: Reports, chosen: Selection
) -> dict[str, Any]:
    """`defined`, with what was asked (`asked`, defaults too), the reports it is over, and versions."""
    return defined(statistic) | {
        "parameters": dict(asked),
        "selection": _over(reports, chosen),
        "versions": _versions(methods().get(statistic.name)),
    }


def _over(reports: Reports, chosen: Selection) -> dict[str, Any]:
    """The reports that a result is over: how many, their words in the sections chosen; and of which archive and analysis.

    `analysis_key` and `inputs_sha256` are those of the table runs, absent from a store that no run made.
    """
    documents = chosen.documents()
    (told,) = _records(
        reports, f"select count(*) as reports, coalesce(sum(tokens), 0)::bigint as words from {documents}"
    )
    if chosen.sections:
        of_sections = f"""select coalesce(sum(t.count), 0)::bigint as words from main.terms t join {documents} d using (doc_id)
            where {chosen.in_section("t")}"""
        told |= _records(reports, of_sections)[0]
    last = "select analysis_key, inputs_sha256 from main.runs order by started_at desc, run_id limit 1"
    for run in _records(reports, last):
        told |= {name: value for name, value in run.items() if isinstance(value, str)}  # null: pandas' nan
    return told


def _records(reports: Reports, query: str) -> list[dict[str, Any]]:
    return [
        {str(name): value for name, value in row.items()} for row in reports.sql(query).to_dict("records")
    ]


def _both(texts: tuple[str, str]) -> dict[str, str]:
    return {"zh": texts[0], "en": texts[1]}


def _versions(known: Method | None) -> dict[str, str]:
    from importlib.metadata import PackageNotFoundError, version

    from reporttext import __version__

    found = {"reporttext": __version__}
    for name in ("duckdb", *(known.software if known else ())):
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # a bundle may come without the metadata
            continue
    return found


_HEADS = {
    "title": ("统计量", "Statistic"), "definition": ("定义", "Definition"), "counted": ("计数单位", "Counted"), "formula": ("公式", "Formula"),
    "parameters": ("参数", "Parameters"), "selection": ("范围", "Over"), "versions": ("版本", "Versions"), "references": ("出处", "References"),
}  # fmt: skip
_OVER = {
    "reports": ("报告数", "reports"), "words": ("词数", "words"),
    "analysis_key": ("分析摘要", "analysis_key"), "inputs_sha256": ("输入摘要", "inputs_sha256"),
}  # fmt: skip


def lines(description: Description, language: str) -> Iterator[tuple[str, str, str]]:
    """A description to read, as rows: what it is (in words), of which column, parameter or package, and the text."""
    place = 0 if language == "zh" else 1
    for part, heads in _HEADS.items():
        value, head = description.get(part), heads[place]
        if part == "title" and value is not None:
            yield head, str(description["name"]), value[language]
        elif part in ("definition", "counted") and value is not None:
            yield head, "", value[language]
        elif part == "references":
            yield from ((head, source["key"], source["text"]) for source in value or ())
        elif part == "selection":
            yield from ((head, _OVER[name][place], _told(each)) for name, each in (value or {}).items())
        else:
            yield from ((head, name, _told(each)) for name, each in (value or {}).items())


def _told(value: Any) -> str:
    """A value of a parameter as a reader takes it; a span of years as 2016-2020."""
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(map(_part, value)) or "—"
    return str(value)


def _part(value: Any) -> str:
    if not isinstance(value, Sequence) or isinstance(value, str):
        return str(value)
    if all(year is None or isinstance(year, int) for year in value):
        first, last = value
        return str(first) if first == last else f"{first or ''}-{last or ''}"
    name, values = value
    return f"{name}={','.join(values)}"


def as_text(description: Description, language: str) -> str:
    """A description as a text of lines."""
    return "\n".join(_line(*row) for row in lines(description, language))


def _line(head: str, of: str, text: str) -> str:
    return ": ".join(filter(None, (f"{head} {of}".strip(), " ".join(text.split()))))


def keys(descriptions: Iterable[Description]) -> list[str]:
    """The keys of the works that descriptions name, each once, in order."""
    return list(dict.fromkeys(source["key"] for one in descriptions for source in one.get("references", ())))
