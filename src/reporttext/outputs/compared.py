"""The sheets of the workbook that set the figures of all places side by side; `summary` finds them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reporttext.errors import ReporttextError
from reporttext.outputs.sheets import Book, Page, Shown, shown, split, word
from reporttext.outputs.summary import Summary, by_indicator, by_place, columns_of_places, summary
from reporttext.tables import Column, codes

if TYPE_CHECKING:
    from reporttext.store.reader import Reports

# The sheets of the summary: names, and columns that stand before their years or indicators.
BY_INDICATOR, BY_PLACE = ("指标汇总", "Indicators"), ("各地对照", "Places compared")
_PRINTED = 14  # columns of indicators side by side that a page has room for
_BASIS = {"known": ("指标目录", "catalogue"), "worded": ("原文用语", "as worded")}
KEYS = (
    Column("indicator", "text", "指标", "Indicator", "指标目录中的名称；目录没有的，用报告自己的字", "Its name in the catalogue, or the reports' own words"),
    Column("status", "text", "状态", "Status", "已完成或目标；目标所在年份是要达到的年份", "achieved or target; a target stands in the year it is for"),
    Column("measure", "text", "量的类别", "Measure", "水平、增量、增长率，从不混在一起", "level, increment or rate, never mixed"),
    Column("unit", "text", "单位", "Unit", "各年数字的单位（亿元、万人等）", "Unit of the figures of all years"),
    Column("place", "text", "地方", "Place", "省/市/县/镇；地名隐去的各算一处，附报告编号", "省/市/县/镇; each masked place for itself, with its report's id"),
    Column("basis", "text", "依据", "Basis", "指标目录：不同说法归为一个指标；原文用语：说法完全相同的才在一起", "catalogue: several wordings, one indicator; as worded: only the same words stand together"),
)  # fmt: skip
CELLS = Column(
    "cells", "float", "（年份或指标）", "(years or indicators)",
    "一个数字，单击可到它在“数据明细”里的一行和所在句子；下降为负数。“约”“超过”是原文的限定，不影响计算；“300–500”是区间，按文字写。灰底：数字被作者隐去，照原文。橙底：另有数据与它对不上。“未写”：有该年报告而没有写（原文用语：没有用这些字写）；“无报告”：没有该年报告；0 就是零",
    "A figure; click it for its fact and sentence. A decrease is negative. about, over … are the report's and no part of the number; 300–500 is a range, written as text. Grey: blanked out by the author, as written. Orange: another figure contradicts it. not stated: there is a report of the year and it does not say (as worded: not in these words); no report: there is none; 0 is zero",
)  # fmt: skip


def compared(reports: Reports, facts: str | None) -> Summary:
    """The figures side by side; `facts` is the name of the sheet of facts, if there is one."""
    try:
        return summary(reports, facts)
    except (
        ReporttextError
    ) as error:  # the user's own indicators may be faulty; the rest of workbook and page is not
        note = (f"“指标汇总”没有做成：{error}", f"The indicators could not be summed up: {error}")
        return Summary((), {}, frozenset(), frozenset(), (), (note,), None, {})


def write_compared(found: Summary, book: Book, language: str) -> Iterator[str]:
    """Write the sheets of the figures side by side; yields what the overview must say of them."""
    title = word(BY_INDICATOR, language)
    columns = [shown(column, language, codes_shown(column.name)) for column in KEYS]
    columns += [Shown(str(year), "figure") for year in found.years]
    page = Page(wide=1 + len(found.years) // (_PRINTED + 2), repeated=len(KEYS))
    # Indicator and place stay in sight; the rest can be scrolled away.
    names = book.add(title, columns, by_indicator(found, language), 5, page)
    yield from split(
        title, names, sum(1 for _ in by_indicator(found, language)) if len(names) > 1 else 0, language
    )
    title = word(BY_PLACE, language)
    columns = [
        Shown(word(("地方", "Place"), language), "text"),
        Shown(word(("年份", "Year"), language), "int"),
    ]
    columns += [Shown(head, "figure") for head in _heads(found, language)]
    book.add(title, columns, by_place(found, language), 2, Page(_PRINTED))
    yield from (word(note, language) for note in found.notes)


def codes_shown(column: str) -> dict[str, tuple[str, str]] | None:
    return {"basis": _BASIS, "status": dict(codes()["status"]), "measure": dict(codes()["measure"])}.get(
        column
    )


def _heads(found: Summary, language: str) -> Iterator[str]:
    """Indicator and unit, told apart where an indicator has several columns."""
    for group in columns_of_places(found):
        measure = "" if group.measure == "level" else word(codes()["measure"][group.measure], language)
        told = "，".join(filter(None, (measure, group.unit)))
        yield f"{group.indicator}\n（{told}）" if told else group.indicator
