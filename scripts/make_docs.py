"""Writes the documents that are made from the program: docs/cli.md, docs/data-dictionary.md,
docs/data-dictionary.zh.md, docs/statistics.md, docs/references.bib.

python scripts/make_docs.py            writes them (make docs)
python scripts/make_docs.py --check    writes nothing, exit 1 where one is not up to date
"""

from __future__ import annotations

import inspect
import re
import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from reporttext import lexicon
from reporttext.cli import cli
from reporttext.outputs import jsonschema
from reporttext.stats import STATISTICS
from reporttext.tables import Table, codes, codes_of, tables
from reporttext.tables.references import bibliography
from reporttext.tables.statistics import methods
from reporttext.themes import tree

DOCS = Path(__file__).resolve().parents[1] / "docs"
MADE = "<!-- Made by scripts/make_docs.py (make docs); changes here are lost. -->"

TYPES = {
    "text": "文本", "int": "整数", "float": "小数", "bool": "是否", "date": "日期", "time": "时间", "texts": "多个文本",
}  # fmt: skip

ABOUT_DICTIONARY = {
    "en": """# Data dictionary

[中文](data-dictionary.zh.md)

The tables of a run as they are in `OUT/reports.duckdb`, `OUT/tables/*.parquet`, `OUT/csv/*.csv` and `OUT/jsonl/*.jsonl`; the workbook has the same
with Chinese heads (`--lang en` switches). Any column may be null: not stated, not found. Offsets are code points into
`documents.text`, half open: `text[start:end] == quote`. Names and meanings do not change; columns may be added.

Types: text, int and float (64 bit), bool, date, time (UTC), texts (a list; joined by `;` in csv and workbook).

With the files goes what is said here, for programs: `OUT/csv/csv-metadata.json` (W3C CSV on the Web), `OUT/jsonl/schema.json` (JSON
Schema; also [tables.schema.json](tables.schema.json)), the fields' metadata in Parquet.
""",
    "zh": """# 数据字典

[English](data-dictionary.md)

一次运行得到的各张表。`OUT/reports.duckdb`、`OUT/tables/*.parquet`、`OUT/csv/*.csv`、`OUT/jsonl/*.jsonl` 里用英文列名和代码，`OUT/reports.xlsx` 里用中文列名和
取值（`--lang en` 改为英文）。任何一列都可能为空：没有写，或没有找到；空不等于零。起止位置按字符计，指向 `documents.text`，
不含终点：`text[start:end]` 就是原文。列的名称和含义不变，以后只会增加列。

供程序读的同一份说明随文件写出：`OUT/csv/csv-metadata.json`（W3C CSV on the Web）、`OUT/jsonl/schema.json`（JSON Schema，即
[tables.schema.json](tables.schema.json)）、Parquet 各列的元数据。
""",
}

# The heading of the list of themes, in English and in Chinese.
THEMES = ("list of themes", "主题一览")

ABOUT_CLI = """# Command line

Every command with its options, as `reporttext COMMAND --help` prints them. Data goes to stdout, messages to stderr. Exit codes: 0
done; 1 done, and something was lost or is not right (the command says what); 2 the call was wrong; 130 interrupted; 141 nobody read on (`| head`).
"""


ABOUT_STATISTICS = """# Statistics: definitions, formulas, sources

What each statistic is, what it counts, its formulas in terms of its columns ([data dictionary](data-dictionary.md)), and the works
to cite; all works are in [references.bib](references.bib). `reporttext cite NAME` prints the same, `-f bibtex` the entries, and
`reporttext cite ROW_ID --in OUT` also what was asked, over which reports, and the versions. That travels with the rows:

| form | where |
|---|---|
| DataFrame | `frame.attrs["reporttext"]`, a dict |
| csv (`-o NAME.csv`) | `NAME.csv-metadata.json` beside it: W3C CSV on the Web, with the type and meaning of each column |
| json | with `--cite`: an object of `reporttext` and `rows`; without, the list of rows |
| parquet | the file's metadata, key `reporttext`; `pandas.read_parquet` makes `attrs` of it |
| xlsx | the sheet 说明 (`--lang en`: Columns) |
| kept in OUT | `OUT/stats/NAME/…/about.json` |

`analysis_key` and `inputs_sha256` are those of the table [runs](data-dictionary.md#runs): the same two, the same tables. Intervals
(`…_low`, `…_high`) are of 95 % and take occurrences for independent; words cluster, so that the true ones are wider: `dispersion`.
"""


def statistics() -> Iterator[str]:
    """What each statistic is, by lines."""
    yield from (MADE, "", *ABOUT_STATISTICS.splitlines(), "")
    for name, method in sorted(methods().items()):
        yield from (f"## {name} {STATISTICS[name].zh}", "", f"{method.definition[1]}.", "", f"{method.definition[0]}。", "")  # fmt: skip
        yield from (f"Counted: {method.counted[1]}. {method.counted[0]}。", "", "| column | formula |", "|---|---|")  # fmt: skip
        yield from (f"| `{column}` | {cell(formula)} |" for column, formula in method.formula.items())
        yield from ("", *(f"- {source.text()}" for source in method.sources), "")


def dictionary(language: str) -> Iterator[str]:
    """The data dictionary in a language, by lines."""
    chinese = language == "zh"
    yield from (MADE, "", *ABOUT_DICTIONARY[language].splitlines(), "")
    yield from ("## 运行得到的表" if chinese else "## Tables of a run", "")
    for table in tables().values():
        yield from described(table, language)
    yield from ("## 统计得到的表" if chinese else "## Tables of statistics", "")
    if chinese:
        yield "`reporttext 名称 --in OUT` 得到的表；`--by` 的各列排在最前。`row_id` 用于 `reporttext trace`。"
    else:
        yield "What `reporttext NAME --in OUT` gives; the columns of `--by` come first. `row_id` is for `reporttext trace`."
    yield ""
    for statistic in STATISTICS.values():
        yield from described(statistic.table(), language)
    yield from ("## 代码" if chinese else "## Codes", "")
    for group, entries in codes().items():
        yield from (f"### {group}", "", "| 代码 | 含义 |" if chinese else "| code | name |", "|---|---|")
        yield from (f"| `{code}` | {names[0 if chinese else 1]} |" for code, names in entries.items())
        yield ""
    yield from themes(chinese=chinese)


def themes(*, chinese: bool) -> Iterator[str]:
    """The themes that the columns `theme` and `themes` may hold, by branch."""
    branches: dict[str, list[str]] = {}
    for branch, theme in tree(lexicon.load()).themes:
        branches.setdefault(branch, []).append(theme)
    yield from (f"### {THEMES[chinese]}", "")
    if chinese:
        yield "`data/themes.toml` 里的主题，按大类列出；用 `--rules` 可以增加自己的主题。表中就用这些中文名称。"
    else:
        yield "The themes of `data/themes.toml` by branch, as the tables have them; `--rules` adds your own."
    yield from ("", "| 大类 | 主题 |" if chinese else "| branch | themes |", "|---|---|")
    yield from (f"| {branch} | {'、'.join(names)} |" for branch, names in branches.items())
    yield ""


def described(table: Table, language: str) -> Iterator[str]:
    """A table with its columns."""
    chinese = language == "zh"
    yield from (f"### {table.name} {table.head('zh')}" if chinese else f"### {table.name}", "")
    if (about := table.about(language)) != table.head(language):
        yield from (about.rstrip("。.") + ("。" if chinese else "."), "")
    yield "| 列 | 中文列名 | 类型 | 含义 |" if chinese else "| column | type | meaning |"
    yield "|---|---|---|---|" if chinese else "|---|---|---|"
    for column in table.columns:
        meaning = cell(column.about(language))
        if known := codes_of(table.name, column.name):
            group = next(name for name, entries in codes().items() if entries is known)
            meaning += f"（代码见 [{group}](#{group})）" if chinese else f" (codes: [{group}](#{group}))"
        elif column.name in ("theme", "themes", "branch"):
            listed = THEMES[chinese]
            anchor = listed.replace(" ", "-")
            meaning += f"（见[{listed}](#{anchor})）" if chinese else f" (see [{listed}](#{anchor}))"
        if chinese:
            yield f"| `{column.name}` | {column.zh} | {TYPES[column.type]} | {meaning} |"
        else:
            yield f"| `{column.name}` | {column.type} | {meaning} |"
    yield ""


def cell(text: str) -> str:
    """Text that stays in its cell of a table."""
    return " ".join(text.split()).replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;")


def command_line() -> Iterator[str]:
    """The reference of all commands, by lines."""
    yield from (MADE, "", *ABOUT_CLI.splitlines(), "")
    groups = (("Commands", False), ("Statistics across reports", True))
    names = {title: [n for n in sorted(cli.all()) if (n in STATISTICS) == kind] for title, kind in groups}
    for title, listed in names.items():
        yield f"**{title}:** " + " · ".join(f"[{name}](#reporttext-{name})" for name in listed)
        yield ""
    for listed in names.values():
        for name in listed:
            yield from command([name], cli.all()[name])


def command(path: Sequence[str], one: click.Command) -> Iterator[str]:
    """A command, and those below it."""
    yield from (f"## reporttext {' '.join(path)}", "")
    context = click.Context(one, info_name=" ".join(["reporttext", *path]))
    yield from ("```", f"{context.command_path} {' '.join(one.collect_usage_pieces(context))}", "```", "")
    yield from text(one.help or "")
    options = [p for p in one.params if isinstance(p, click.Option)]
    if options:
        yield from ("| option | | default |", "|---|---|---|")
        yield from (option(p) for p in options)
        yield ""
    if isinstance(one, click.Group):
        for name in sorted(one.commands):
            yield from command([*path, name], one.commands[name])


def text(help: str) -> Iterator[str]:
    """Help as Markdown: what click keeps as it stands, after a backspace character, is code."""
    for paragraph in re.split(r"\n\s*\n", inspect.cleandoc(help)):
        if paragraph.startswith("\b"):
            yield from ("```", *textwrap.dedent(paragraph.partition("\n")[2]).splitlines(), "```", "")
        else:
            yield from (" ".join(paragraph.split()).replace("<", "&lt;").replace("*", "\\*"), "")


def option(one: click.Option) -> str:
    names = ", ".join(f"`{name}`" for name in [*one.opts, *one.secondary_opts])
    if isinstance(one.type, click.Choice):
        names += " " + cell(" ".join(map(str, one.type.choices)))
    elif not one.is_flag:
        names += f" {one.metavar or one.type.name.upper().replace(' RANGE', '')}"
    about = cell(one.help or "")
    told = (
        "required"
        if one.required
        else f"`{one.default}`"
        if one.show_default and one.default is not None
        else ""
    )
    return f"| {names} | {about} | {told} |"


def main() -> int:
    made = {
        "cli.md": command_line(),
        "data-dictionary.md": dictionary("en"),
        "data-dictionary.zh.md": dictionary("zh"),
        "statistics.md": statistics(),
        "references.bib": bibliography().splitlines(),
        "tables.schema.json": jsonschema.as_bytes().decode().splitlines(),
    }
    stale = 0
    for name, lines in made.items():
        content = "\n".join(lines).rstrip() + "\n"
        file = DOCS / name
        if "--check" not in sys.argv[1:]:
            file.write_text(content, "utf-8", newline="\n")
        elif not file.is_file() or file.read_text("utf-8") != content:
            print(f"docs/{name} is not up to date: make docs")
            stale = 1
    return stale


if __name__ == "__main__":
    sys.exit(main())
