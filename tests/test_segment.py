"""Words: jieba's own result at rjieba's speed; both engines must give the same tokens on everything."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from importlib import resources
from itertools import accumulate
from pathlib import Path

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporttext import lexicon, segment
from reporttext.errors import RuleError
from reporttext.fold import fold
from reporttext.lexicon import Lexicon
from reporttext.model import Document
from reporttext.segment import engines
from reporttext.segment.dictionary import Entry, read_entries

SHIPPED = lexicon.load()
MINE = lexicon.load('[words.mine]\nwords = ["青竹溪", "B&K计划", "台（套）", "甲 乙", "Ｑ9网", "3号渠"]')
BARE = Lexicon({"words": {}}, "no words")
REPORTS = Path(__file__).parents[2] / "shared/corpora/provincial"

fast = segment.cutter(SHIPPED, "rjieba")
slow = segment.cutter(SHIPPED, "jieba")


def dictionary() -> dict[str, int]:
    """jieba's own words and their frequencies."""
    lines = (resources.files("jieba") / "dict.txt").read_text("utf-8").splitlines()
    return {word: int(frequency) for word, frequency, *_ in map(str.split, lines)}


# A text and its tokens, which `|` divides.
CASES = [
    # Figures
    "处置率|达|１００％|，|惠及|＊＊|余人|。",
    "完成|投资|1,234.5|万元|，|占|年度计划|的|98.6%",
    "新建|点位|12|，|100%|投入使用",
    "共有|10，438|户",
    "二〇二四|年|、|二○二五|年",
    "2026|-|02|-|09",
    "4.5|-|5%",
    # Masks
    "**|镇|召开|会议|**|余场次",
    "×××|老支书|带领|1×|支|队伍",
    "20**|年|发放|××.×|万元|、|XXX.X|万元",
    "XX|村|配备|ＸＸ|名|网格员",
    "参与率|达|○○%",
    "实行|7×24小时|值班|，|3|×|5|米",
    "林|某某|同志",
    "XXL|、|MXX",
    "填写|____|份",
    # Titles
    "印发|《**镇关于做好2022年工作的通知》|，",
    "《关于修改〈某办法〉的决定》|和|《《水法》实施细则》",
    "《|没有|写|完",
    # Dictionary words
    "落实|党风廉政建设|主体责任|和|一岗双责",
    "坚持|两不愁三保障|，|推行|四议两公开",
    "新时代文明实践所|开展|意识形态|分析研判",
    "PM2.5|浓度|下降|，|R&D经费|增长",
    "5G-A|基站|，|15G|流量|，|3.5|G|，|5GHz",
    "拨打|12345热线|，|“|12·4|”|国家|宪法|日",
    "“|十四五|”|时期|推进|互联网+政务服务",
    "4A级景区|、|AAAA级景区",
    # jieba's own ways
    "A股|公司|用|IC卡|学|c++|和|AT&T",
    "x|-|AT&T|-|b",
    "PM|_|2.5|#|1",
    "中国|㐀|龦|鿿|𫍽|人民",
    "会议|\r\n|活动|\n|\n",
]


@pytest.mark.parametrize("cut", [fast, slow], ids=["rjieba", "jieba"])
@pytest.mark.parametrize("case", CASES)
def test_cases(case: str, cut: segment.Cut) -> None:
    assert cut(case.replace("|", "")) == case.split("|")


@pytest.mark.parametrize("backend", ["rjieba", "jieba"])
def test_words_of_the_users_own(backend: segment.Backend) -> None:
    cut = segment.cutter(MINE, backend)
    text = "青竹溪实施B&K计划，添置水泵3台（套），清理3号渠、13号渠，甲 乙两组接入Q9网。"
    found = set(cut(text))
    assert {"青竹溪", "B&K计划", "台（套）", "3号渠", "甲 乙", "Q9网"} <= found
    assert "13" in found  # 3号渠 is not cut out of 13号渠


def test_a_word_of_the_shipped_list_can_be_taken_away() -> None:
    without = lexicon.load('[words.party]\nwords = ["!四议两公开"]')
    assert "四议两公开" not in segment.cutter(without, "rjieba")("推行四议两公开")


# --- Both engines are one ---

PIECES = [
    *(
        "２０２２年",
        "１００％",
        "1,234.5",
        "2026-02-09",
        "3.2.1",
        "23.GEP",
        "PM_2.5",
        "4.5-5%",
        "1.",
        "（1）",
        "-5",
        "+-",
        "#1",
    ),
    *(
        "**",
        "×××",
        "7×24",
        "1×",
        "XX",
        "X",
        "XXX.X",
        "○○%",
        "二○二四",
        "__",
        "某某",
        "《甲《乙》丙》",
        "《",
        "》",
        "〈",
        "〉",
    ),
    *(
        "AT&T",
        "AT&T恤",
        "c++",
        "C#",
        "IC卡",
        "A股",
        "4S店",
        "1号店",
        "小S",
        "江南style",
        "5G-A",
        "15G",
        "PM2.5",
        "R&D",
        "12·4",
    ),
    *(
        "㐀",
        "䶵",
        "龦",
        "鿿",
        "𫍽",
        "𠀀",
        "豈",
        "〇",
        "○",
        "😀",
        "é",
        "٣",
        "й",
        "क",
        "ಠ",
        "한",
        "が",
        "γ射线",
        "㎡",
        "Ⅲ",
    ),
    *(
        "\x00",
        "\x1c",
        "\t",
        "\r",
        "\n",
        "\r\n",
        "\x0b",
        "\x85",
        "\u2028",
        "\u200b",
        "\u3000",
        "\ufeff",
        "\ud800",
        " ",
    ),
    *"，。：；（）“”、…—–·%.+-&_*×xX0１ａＺ＋．",
]


def mixed(rng: random.Random, words: list[str]) -> str:
    """Text as no author writes it: whole words, their tails, rare characters, ASCII soup."""

    def piece() -> str:
        kind = rng.random()
        if kind < 0.35:
            return rng.choice(words)
        if kind < 0.5:
            return rng.choice(words)[rng.randrange(2) :]
        if kind < 0.65:
            return "".join(rng.choices("abXx019.%+-_#&", k=rng.randint(1, 7)))
        if kind < 0.75:
            return "".join(chr(rng.randint(0x4E00, 0x9FFF)) for _ in range(rng.randint(1, 4)))
        return rng.choice(PIECES)

    return "".join(piece() for _ in range(rng.randint(1, 14)))


@pytest.mark.parametrize("known", [SHIPPED, MINE], ids=["shipped", "mine"])
def test_engines_agree_on_mixed_text(known: Lexicon) -> None:
    rng = random.Random(20260209)
    words = [word for group in known["words"].values() if isinstance(group, dict) for word in group["words"]]
    words += rng.sample(sorted(dictionary()), 3000)
    one, other = segment.cutter(known, "rjieba"), segment.cutter(known, "jieba")
    for text in (mixed(rng, words) for _ in range(6000)):
        assert one(text) == other(text), ascii(text)


TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(PIECES + CASES), max_size=12).map("".join),
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=30),
    st.text("aX5.%+-_&#中国", max_size=20),
    st.text("1１．.％%aＡ＋＃＆＿－＊✕◯（，名", max_size=12),
)


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_engines_agree_and_tokens_tile(text: str) -> None:
    tokens = fast(text)
    assert tokens == slow(text)
    assert "".join(tokens) == text
    assert all(tokens)


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_width_does_not_move_a_boundary(text: str) -> None:
    """Lines without full-width letters, digits and signs are cut as they stand; that must not show."""
    for known in (SHIPPED, MINE, BARE):
        cut = segment.cutter(known, "rjieba")
        assert list(accumulate(map(len, cut(text)))) == list(accumulate(map(len, cut(fold(text)))))


@given(st.lists(TEXTS, max_size=4))
@settings(max_examples=100, deadline=None)
def test_lines_are_cut_alone(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert fast(text) == [token for line in text.splitlines(keepends=True) for token in fast(line)]


def test_jieba_is_untouched_between_our_tokens(tmp_path: Path) -> None:
    """Where no token is ours the result is that of jieba loaded and taught its own way, character for character."""
    theirs = jieba.Tokenizer()
    theirs.tmp_dir = str(tmp_path)
    jieba.setLogLevel("WARNING")
    theirs.initialize()
    mine = ["青竹溪", "石桥坞", "清溪亭村"]
    for word in mine:
        theirs.add_word(word, 500, "nz")
    known = Lexicon({"words": {"mine": {"words": mine, "frequency": 500, "tag": "nz"}}}, "three words")
    one, other = segment.cutter(known, "rjieba"), segment.cutter(known, "jieba")
    rng = random.Random(7)
    pool = [
        *rng.sample(sorted(dictionary()), 2000),
        *mine * 99,
        *["abc", "1.5%", "a-5", "龦", "鿿", "。", "5G-A", "2026-02"] * 99,
    ]
    for text in ("".join(rng.choices(pool, k=12)) for _ in range(1500)):
        if not re.search("[《*×Xx○_某〇]", text):
            assert one(text) == other(text) == theirs.lcut(text), ascii(text)


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the reports are not here")
def test_engines_agree_on_reports() -> None:
    files = sorted(REPORTS.glob("*.txt"))
    for file in files[:: max(1, len(files) // 30)]:
        text = file.read_text("utf-8")
        assert fast(text) == slow(text), file.name


# --- Hostile text ---


@pytest.mark.parametrize(
    "unit",
    [
        "龘",
        "一",
        "a",
        "1",
        "1.",
        "1,234",
        "*",
        "×",
        "《",
        "《a",
        "○",
        "二○",
        "X.",
        "_",
        "某",
        "A-",
        "㐀",
        "１",
        "5G",
        "\n",
    ],
)
def test_time_is_linear(unit: str) -> None:
    """Would not end in an hour if a pattern, or jieba's Viterbi on one long stretch, were quadratic."""
    text = unit * (1_000_000 // len(unit))
    assert sum(map(len, fast(text))) == len(text)
    part = text[:60_000]
    assert slow(part) == fast(part)


@pytest.mark.parametrize("cut", [fast, slow], ids=["rjieba", "jieba"])
def test_a_stretch_without_a_stop_is_cut_at_the_limit(cut: segment.Cut) -> None:
    room = segment.LONGEST - len("一岗双责")
    assert cut("，" + "龘" * room + "一岗双责")[-1] == "一岗双责"
    assert "一岗双责" not in cut("，" + "龘" * (room + 2) + "一岗双责")
    assert cut("龘" * (room + 2) + "，一岗双责")[-1] == "一岗双责"


# --- The dictionary ---


def shipped_words() -> list[Entry]:
    return read_entries(SHIPPED["words"])


def test_every_word_stays_whole() -> None:
    broken = [word for word, *_ in shipped_words() if word not in fast(f"，{word}。")]
    assert broken == []


def test_no_word_loses_weight_or_stands_twice() -> None:
    known = dictionary()
    assert [e for e in shipped_words() if known.get(e.word, 0) > e.frequency] == []
    listed = [
        word for group in SHIPPED["words"].values() if isinstance(group, dict) for word in group["words"]
    ]
    assert len(listed) == len(set(listed)) >= 400


def test_the_weight_of_our_words_does_not_move_others() -> None:
    """A word gives way to a common word beside it; all together they are a small part of all frequencies."""
    assert fast("实现平稳增长，健全覆盖城乡的网络") == [
        "实现",
        "平稳",
        "增长",
        "，",
        "健全",
        "覆盖",
        "城乡",
        "的",
        "网络",
    ]
    assert sum(e.frequency for e in shipped_words()) < 0.02 * sum(dictionary().values())


def test_a_known_word_counts_once_in_the_total() -> None:
    """rjieba takes the old frequency out of the total, jieba's add_word does not; the weights must be the same."""
    known = dictionary()
    tokenizers = [
        engines._tokenizer(entries) for entries in ([], [Entry("发展", 300, "nz"), Entry("青竹溪", 7, "nz")])
    ]
    assert tokenizers[1].total - tokenizers[0].total == 300 - known["发展"] + 7


def test_ascii_words_of_jieba() -> None:
    """The repair must know them: they are the only runs of ASCII that jieba does not split by its pattern."""
    assert {word for word in dictionary() if word.isascii() and len(word) > 1} == engines._ASCII_WORDS


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ('[words.mine]\nword = ["青竹溪"]', "it must be one of"),
        ('[words.mine]\nwords = "青竹溪"', "list of non-empty texts"),
        ('[words.mine]\nwords = [""]', "list of non-empty texts"),
        ('[words.mine]\nwords = ["溪"]', "2 to 50 characters"),
        ('[words.mine]\nwords = [" 青竹溪"]', "no blanks around it"),
        ('[words.mine]\nwords = ["青竹\\n溪"]', "on one line"),
        ('[words.mine]\nfrequency = 0\nwords = ["青竹溪"]', "whole number"),
        ('[words.mine]\nfrequency = "高"\nwords = ["青竹溪"]', "whole number"),
        ('[words.mine]\ntag = ""\nwords = ["青竹溪"]', "part-of-speech"),
        ("[words]\nmine = 3", "must be a table"),
    ],
)
def test_rule_errors_name_the_entry(rules: str, message: str) -> None:
    with pytest.raises(RuleError, match=message) as caught:
        segment.cutter(lexicon.load(rules), "rjieba")
    assert "words.mine" in str(caught.value)


# --- Engines and stage ---


def test_jieba_serves_where_rjieba_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rjieba", None)
    cut = segment.cutter.__wrapped__(SHIPPED, "auto")
    assert cut(CASES[0].replace("|", "")) == CASES[0].split("|")
    with pytest.raises(ImportError):
        segment.cutter.__wrapped__(SHIPPED, "rjieba")


def test_jieba_is_loaded_without_a_sound_or_a_file(tmp_path: Path) -> None:
    code = (
        "from reporttext import lexicon, segment; print(*segment.cutter(lexicon.load(), 'jieba')('一岗双责'))"
    )
    paths = os.pathsep.join(filter(None, sys.path))
    env = {**os.environ, "TMPDIR": str(tmp_path), "TEMP": str(tmp_path), "TMP": str(tmp_path)}
    env |= {"PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", code],
        env=env,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert (done.stdout.strip(), done.stderr) == ("一岗双责", "")
    assert list(tmp_path.iterdir()) == []


def test_stage_sets_words() -> None:
    text = "**镇党委落实一岗双责，处置率达１００％。\n《某某方案》印发。"
    doc = Document(text)
    done = segment.segmenter(SHIPPED)(doc)
    assert doc.words.texts == ()
    assert "".join(done.words.texts) == text
    assert all(text[word.start : word.end] == word.text for word in done.words)
    assert list(done.words.texts) == fast(text)


def test_one_cutter_for_each_dictionary() -> None:
    assert segment.cutter(SHIPPED, "rjieba") is fast
    assert segment.cutter(MINE, "rjieba") is not fast


KINDS = {
    "word": [
        "乡村振兴",
        "的",
        "第",
        "十四五",
        "七一",
        "5G",
        "PM2.5",
        "R&D经费",
        "《**镇方案》",
        "GDP",
        "一个",
        "A股",
        "某种",
        "两新",
        "X光",
        "百分之",
        "𫍽",
        "万元",
    ],
    "mask": [
        "*",
        "**",
        "＊＊",
        "×××",
        "×",
        "1×",
        "20**",
        "××.×",
        "XX",
        "xx",
        "X",
        "XXX.X",
        "○",
        "○○%",
        "__",
        "某某",
        "某",
        "某镇",
        "某街道",
    ],
    "number": [
        "2022",
        "1,234.5",
        "１００％",
        "4.5%",
        "3‰",
        "一",
        "三千二百",
        "二十",
        "数百",
        "第三",
        "二〇二四",
        "五六",
        "零",
        "①",
        "Ⅳ",
        "万",
        "百分之三十",
        "一○五",
    ],
    "punctuation": ["，", "。", "《", "“", "%", "—", "…", "_", "😀", "℃", "+", "、"],
    "blank": [" ", "\n", "\r\n", "\u3000", "\t", "\u200b", "\x00", "\ufeff"],
}


@pytest.mark.parametrize(
    ("kind", "token"), [(kind, token) for kind, tokens in KINDS.items() for token in tokens]
)
def test_kinds(kind: segment.Kind, token: str) -> None:
    assert segment.kind_of(token) == kind


@given(st.text(min_size=1, max_size=12))
def test_every_token_has_a_kind(token: str) -> None:
    assert segment.kind_of(token) in KINDS
    assert segment.kind_of(token) == segment.kind_of(fold(token))
