"""Lines on pages to paragraphs and tables: cells over two lines, margins of pages with few lines, numbers of headings."""

import random
import time
from collections import Counter
from collections.abc import Sequence

from reporttext.readers._layout import Glyph, Page, lines

EM, LEFT, WIDTH, HEIGHT = 12.0, 60.0, 600.0, 800.0


def written(text: str, x: float, y: float) -> list[Glyph]:
    found = []
    for sign in text:
        wide = EM / 2 if sign.isascii() else EM
        found.append(Glyph(sign, x, y, x + wide, y + EM))
        x += wide
    return found


def paged(rows: Sequence[tuple[float, str, float]], width: float = WIDTH) -> list[tuple[str, str | None]]:
    """The lines of a page of (x, text, y), and their cells."""
    glyphs = [glyph for x, text, y in rows for glyph in written(text, x, y)]
    return [(line.text, line.cell) for line in lines([Page(1, HEIGHT, glyphs, width=width)])]


def table(
    *rows: Sequence[str], step: float = 26, pitch: float = 16, middle: bool = False
) -> list[tuple[float, str, float]]:
    """A table without lines, written cell after cell; a cell of two lines has ｜ in it, `middle` sets the others beside its middle."""
    out, y = [], 100.0
    for row in rows:
        deep = max(cell.count("｜") for cell in row)
        for at, cell in enumerate(row):
            parts = cell.split("｜")
            top = y + (pitch * (deep - len(parts) + 1) / 2 if middle else 0)
            out += [(LEFT + 110 * at, part, top + pitch * n) for n, part in enumerate(parts) if part]
        y += step + pitch * deep
    return out


HEAD = ("指标", "单位", "2021年", "2022年")
ROWS = (
    ("财政收入合计", "万元", "3560", "3940"),
    ("居民可支配收｜入增加额", "元", "19800", "21300"),
    ("高标准农田", "亩", "1200", "2600"),
)
TEXTS = [("\t".join(row).replace("｜", ""), f"T1R{at}") for at, row in enumerate((HEAD, *ROWS), 1)]


def test_a_cell_over_two_lines_is_one() -> None:
    assert paged(table(HEAD, *ROWS)) == TEXTS
    assert paged(table(HEAD, *ROWS, middle=True)) == TEXTS, "the other cells at the middle of its height"
    assert paged(table(HEAD, *ROWS, step=16)) == TEXTS, (
        "no wider gap between rows than between the lines of a cell"
    )
    last = (*ROWS[:1], *ROWS[2:], ROWS[1])
    assert [text for text, _ in paged(table(HEAD, *last))][-1] == TEXTS[2][0], "the last row"


def test_a_full_cell_that_nearly_touches_the_next() -> None:
    rows = [(row[0].replace("财政收入合计", "一般公共预算收入"), *row[1:]) for row in (HEAD, *ROWS)]
    shown = [text.replace("财政收入合计", "一般公共预算收入") for text, _ in TEXTS]
    assert [text for text, _ in paged(table(*rows))] == shown


def test_a_cell_of_three_lines_beside_cells_in_its_middle() -> None:
    rows = (HEAD, ROWS[0], ("居民｜可支配｜收入", *ROWS[1][1:]), ROWS[2])
    assert [text for text, _ in paged(table(*rows, middle=True))][2] == "居民可支配收入\t元\t19800\t21300"


def test_two_cells_of_a_head_over_two_lines() -> None:
    rows = table(
        ("村名", "一般公共预｜算收入", "固定资产｜投资", "户数"),
        ("上陂", "12", "30", "320"),
        ("下陂", "15", "40", "210"),
    )
    assert paged(rows)[0] == ("村名\t一般公共预算收入\t固定资产投资\t户数", "T1R1")


def test_a_blank_cell_keeps_its_column() -> None:
    rows = table(HEAD, ("税收", "万元", "", "12"), ("规费", "万元", "3", "4"), ("罚没", "万元", "5", "6"))
    assert [text for text, _ in paged(rows)][1:3] == ["税收\t万元\t\t12", "规费\t万元\t3\t4"]


def test_a_short_line_below_a_table_is_no_cell() -> None:
    rows = table(HEAD, *ROWS[::2])
    below = rows[-1][2]
    for text, step in (("（二）民生", 16.0), ("特此报告", 40.0)):
        assert paged([*rows, (LEFT, text, below + step)])[-1] == (text, None)


def test_lines_within_a_table_that_are_rows_stay_apart() -> None:
    rows = table(
        HEAD, ("财政收入", "万元", "3560", "3940"), ("其中：", "", "", ""), ("税收", "万元", "12", "15")
    )
    assert [text for text, _ in paged(rows)][1:] == [
        "财政收入\t万元\t3560\t3940",
        "其中：",
        "税收\t万元\t12\t15",
    ]
    assert [cell for _, cell in paged(rows)] == ["T1R1", "T1R2", "T1R3", "T1R4"]


def down(*texts: str, step: float = 31) -> list[tuple[float, str, float]]:
    return [(LEFT, text, 100 + step * at) for at, text in enumerate(texts)]


def test_a_page_of_short_paragraphs_has_no_margin_at_the_end_of_one() -> None:
    texts = [
        "汐桥镇2021年工作总结",
        "发布时间：2021-12-30浏览次数：1234次",
        "一、主要成绩",
        "今年以来，完成一般公共预算收入2085万元，增长3.1%。开展志愿服务51次。",
        "新修道路三条",
        "二、下步打算",
        "明年计划开展志愿服务70次，新建公厕5座。",
    ]
    assert [text for text, _ in paged(down(*texts))] == texts


def test_a_wider_gap_than_between_full_lines_parts_paragraphs() -> None:
    full = "全镇上下团结奋进经济稳中有进民生持续改善项目建设提速乡村振兴见效社会大局安定各"
    rows, y = [], 100.0
    for _ in range(4):
        rows += [(LEFT, full, y), (LEFT, full, y + 16)]
        y += 48
    assert [len(text) for text, _ in paged(rows)] == [2 * len(full)] * 4


def test_no_line_goes_on_with_the_number_of_a_heading() -> None:
    full = "全镇上下团结奋进经济稳中有进民生持续改善项目建设提速乡村振兴见效社会大局安定各"
    rows = down(
        full, full[:20], full, "（二）民生持续改善", full, "三、下步打算", full, "2.新建道路", step=16
    )
    assert [text for text, _ in paged(rows)] == [full + full[:20], full, "（二）民生持续改善", full, "三、下步打算", full, "2.新建道路"]  # fmt: skip


def test_what_only_looks_like_the_number_of_a_heading_goes_on() -> None:
    full = "全镇上下团结奋进经济稳中有进民生持续改善项目建设提速乡村振兴见效社会大局安定各"
    for above, below in (
        ("第", "一、二产业融合"),
        ("推动一、", "二、三产业融合"),
        ("每逢集市日（逢", "三、逢八）开放"),
        ("", "三条线推进"),
    ):
        first = full[: len(full) - len(above)] + above
        assert next(text for text, _ in paged(down(first, below, full, full, step=16))) == first + below


def test_no_sign_of_a_page_is_lost_wherever_it_stands() -> None:
    chance = random.Random(7)
    for _ in range(300):
        rows = [
            (LEFT + chance.choice((0, 40, 110, 220, 330)), chance.choice(("甲", "乙丙", "12", "3.5万元", "其中：", "二、丁")), 100 + chance.choice((8.0, 16.0, 24.0)) * n)
            for n in range(chance.randint(2, 14))
        ]  # fmt: skip
        glyphs = [glyph for x, text, y in rows for glyph in written(text, x, y)]
        shown = "".join(line.text for line in lines([Page(1, HEIGHT, glyphs)]))
        assert Counter("".join(shown.split())) == Counter("".join(text for _, text, _ in rows))


def test_a_page_of_very_many_rows_takes_time_in_step_with_them() -> None:
    def spent(times: int) -> float:
        rows = table(
            *(("税收", "万元", str(n), "") if n % 3 else ("规｜费", "", "4", "5") for n in range(times))
        )
        glyphs = [glyph for x, text, y in rows for glyph in written(text, x, y)]
        begun = time.process_time()
        lines([Page(1, 30.0 * times, glyphs)])
        return time.process_time() - begun

    # The least of three: the garbage of other tests is walked meanwhile.
    assert min(spent(4_000) for _ in range(3)) < 16 * min(spent(500) for _ in range(3)) + 0.2
