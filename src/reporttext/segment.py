"""Words: jieba 0.42.1's own result with our dictionary, at rjieba's speed.

Whole tokens beside jieba's: 《…》 titles, masks (**, ×××, XX, ○○, __, 某某, 20**, ×.×), figures (１００％, 1,234.5, 二〇二四),
dictionary words that hold a digit, a letter, a sign or a blank (PM2.5, R&D经费, 互联网+, 12·4).

Most lines have nothing in them that jieba does not cut well, and those that stand together are cut in one piece. A line that
may hold a token of ours or needs folding is cut by itself; no word of jieba's crosses a line break, so this is jieba's result
on the whole text. Such a line is cut in its folded form, so １００％ and 100% have the same boundaries, and the tokens are
slices of the line as written. Our own tokens are found first, jieba cuts what lies between them. A stretch of jieba's word
characters longer than `LONGEST` is cut at that length first: its Viterbi copies every path, and 300,000 characters without a
stop would not end.

jieba itself (pure Python) serves where rjieba is missing, with the same tokens. What rjieba does differently is undone
here: it keeps compounds of letters and digits (2026-02-09, 5G-A) that jieba's HMM step cuts, and takes ideographs
outside U+4E00–9FD5 for Han where jieba lets them stand alone.
"""

from __future__ import annotations

import re
import string
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache, lru_cache
from importlib import resources
from itertools import accumulate
from typing import Any, Literal, NamedTuple

from reporttext.errors import RuleError
from reporttext.fold import fold
from reporttext.lexicon import Lexicon, Table, check_keys, texts
from reporttext.model import Document, Span, Words

Backend = Literal["auto", "rjieba", "jieba"]
Kind = Literal["word", "mask", "number", "punctuation", "blank"]
Cut = Callable[[str], list[str]]

LONGEST = 2000  # characters of one stretch given to jieba; the longest in 807 provincial reports has 71

# jieba.re_han_default: what it looks up in its dictionary. Everything else is a token of one character, or \r\n.
_HAN = "\u4e00-\u9fd5"
_ASCII = r"A-Za-z0-9+#&._%\-"
_ALNUM = "A-Za-z0-9"


def segmenter(lexicon: Lexicon) -> Callable[[Document], Document]:
    """The stage that sets `doc.words`: the tokens tile the text exactly."""
    cut = cutter(lexicon)
    return lambda doc: replace(doc, words=Words(cut(doc.text)))


@cache
def cutter(lexicon: Lexicon, backend: Backend = "auto") -> Cut:
    """A function from any text to its tokens; joined they are the text again.

    `backend` is for tests: "auto" takes rjieba where it can be imported. Built once a process and dictionary, safe in
    threads, not picklable: a worker process calls `cutter` itself.
    """
    entries = _entries(lexicon["words"], lexicon.tables.get("user_words", {}).get("words", ()))
    signed = [e.word for e in entries if not _PLAIN.fullmatch(e.word)]
    own = _own_tokens(signed)
    plain, careful = _engine([e for e in entries if _PLAIN.fullmatch(e.word)], backend)
    wide = _wide(signed)
    is_wide, special = re.compile(f"[{wide}]"), _special(signed, wide)

    def folded_line(line: str) -> list[str]:
        found: list[str] = []
        end = 0
        for match in own.finditer(line):
            start, stop = match.span()
            if start > end:
                found += careful(line[end:start])
            found.append(match[0])
            end = stop
        if end < len(line):
            found += careful(line[end:] if end else line)
        return found

    def line_by_line(text: str) -> list[str]:
        found: list[str] = []
        for line in text.splitlines(keepends=True):
            found += _as_written(line, folded_line(fold(line))) if is_wide.search(line) else folded_line(line)
        return found

    def tokens(text: str) -> list[str]:
        found: list[str] = []
        whole = plain if all(len(line) <= LONGEST for line in text.split("\n")) else _bounded(plain)
        done = 0
        while (match := special.search(text, done)) is not None:
            begin = text.rfind("\n", done, match.start()) + 1 or done
            if begin > done:
                found += whole(text[done:begin])
            done = text.find("\n", match.end()) + 1 or len(text)
            found += line_by_line(text[begin:done])
        return found + whole(text[done:]) if done < len(text) else found

    return tokens


def _wide(words: list[str]) -> str:
    """The characters that a line must be folded for, as a class of a regex: full-width letters, digits and signs, not the comma."""
    matter = set(f"{string.ascii_letters}{string.digits}+#&._%-*×○") | set("".join(words))
    every = "".join(map(chr, range(0x10000)))
    return re.escape("".join(c for c, to in zip(every, fold(every), strict=True) if c != to and to in matter))


def _as_written(line: str, tokens: list[str]) -> list[str]:
    """The stretches of `line` that lie under the tokens of its folded form."""
    ends = list(accumulate(map(len, tokens)))
    return [line[start:end] for start, end in zip([0, *ends], ends, strict=False)]


# --- The dictionary -------------------------------------------------------------------------------------------------


class Entry(NamedTuple):
    """A dictionary word with the frequency and part of speech that both engines are given.

    A user's word without a weight has the frequency 0 here: the engine that is built gives it one.
    """

    word: str
    frequency: int
    tag: str


_PLAIN = re.compile(f"[{_HAN}]+")
_LONGEST_WORD = 50
_KEPT_WHOLE = 300  # the frequency of data/words.toml, which says what it does


def _entries(table: Table, own: Iterable[tuple[str, int | None, str]] = ()) -> list[Entry]:
    """The words of `data/words.toml`, folded, each once: a later group does not change the frequency of an earlier one.

    The user's `own` words come on top, with their own frequencies.
    """
    found: dict[str, Entry] = {}
    for name, group in table.items():
        if name in ("frequency", "tag"):
            continue
        if not isinstance(group, dict):
            raise RuleError(f"[words.{name}] must be a table with a list of words")
        check_keys(f"words.{name}", group, ("words", "frequency", "tag"))
        frequency = group.get("frequency", table.get("frequency"))
        tag = group.get("tag", table.get("tag"))
        if not isinstance(frequency, int) or isinstance(frequency, bool) or frequency < 1:
            raise RuleError(
                f"[words.{name}] has the frequency “{frequency}”; it must be a whole number from 1 up"
            )
        if not isinstance(tag, str) or not tag:
            raise RuleError(f"[words.{name}] needs a part-of-speech tag such as n")
        for word in texts(f"words.{name}.words", group.get("words")):
            folded = _checked(name, fold(word))
            found.setdefault(folded, Entry(folded, frequency, tag))
    found |= {word: Entry(word, weight or 0, tag) for word, weight, tag in own}
    return list(found.values())


@cache
def weight_to_keep() -> Callable[[str], int]:
    """A function that gives a word the weight with which no parts of it outweigh it, as a user's word without one has."""
    try:
        import rjieba

        suggest: Callable[[str], int] = rjieba.Jieba().suggest_freq
    except ImportError:
        suggest = _tokenizer([]).suggest_freq
    return lambda word: max(_KEPT_WHOLE, suggest(word))


def _weighed(entries: Iterable[Entry], suggest: Callable[[str], int]) -> list[Entry]:
    """The entries, each with a frequency: where the user gave none, one that no parts outweigh and no less than jieba's own.

    Asked of the engine before any word is added, so that the order of a list does not matter.
    """
    return [e if e.frequency else e._replace(frequency=max(_KEPT_WHOLE, suggest(e.word))) for e in entries]


def _checked(name: str, word: str) -> str:
    if len(word) > _LONGEST_WORD or len(word) < 2 or word != word.strip() or "\n" in word:
        raise RuleError(
            f"[words.{name}] has the word “{word}”; a word has 2 to {_LONGEST_WORD} characters on one line, no blanks around it"
        )
    return word


# --- Tokens of our own ----------------------------------------------------------------------------------------------

_DIGIT = "一二三四五六七八九"
_MASKED = (
    # 1×支, 20**年, ××.×万元; not 7×24小时, where the cross multiplies.
    r"(?<![0-9.])[0-9]*+[*×]++(?:\.[*×]++)?+%?+(?![0-9])",
    r"[*×]{2,}+%?+",
    # XX名, XXX.X万元; a lone X is left to jieba (X光).
    rf"(?<![{_ALNUM}.])(?:[Xx]{{2,}}+(?:\.[Xx]++)?+|[Xx]\.[Xx]++)%?+(?![{_ALNUM}])",
    r"(?:○{2,}+(?:\.○++)?+|○\.○++)%?+",
    r"_{2,}+",
    r"某{2,}+",
)
_FIGURES = (
    # Not 站点12，100%覆盖: a percentage after a comma stands for itself.
    rf"(?<![{_ALNUM}.,，])[0-9]{{1,3}}(?:[,，][0-9]{{3}}(?![0-9%]))++(?:\.[0-9]++%?+)?+",
    # 〇 and ○ are not Han for jieba, which would cut 二〇二四 in three.
    rf"(?<![{_DIGIT}〇○])[{_DIGIT}]++[〇○][{_DIGIT}〇○]*+",
)
# A title ends on its line; one may be named inside another (《关于修改〈…〉的决定》, 《《…》实施办法》).
_TITLE = r"《[^《》\n]{0,200}+(?:《[^《》\n]{1,200}+》[^《》\n]{0,200}+){0,3}+》"


def _own_tokens(words: list[str]) -> re.Pattern[str]:
    """One regex for all tokens that jieba would break: first place, then titles, dictionary words (longest), masks, figures."""
    firsts = "".join(sorted({word[0] for word in words} | set("《*×Xx○_某0123456789" + _DIGIT)))
    parts = (_TITLE, *_dictionary(words), *_MASKED, *_FIGURES)
    # Without the look-ahead every alternative is tried at every character.
    return re.compile(f"(?=[{re.escape(firsts)}])(?:{'|'.join(parts)})")


def _special(words: list[str], wide: str) -> re.Pattern[str]:
    """What every line has that may not be given to the engine as it is: it may hold a token of ours, a wide or rare character
    or an odd run of ASCII. It opens with a character class, which `re` skips to in C.
    """
    signs, behind_digit = set("《〇○*×Xx_某"), set("\n")
    for word in words:
        sign = re.search(f"[^{_HAN}0-9]", word)
        crossing = re.search(f"[0-9]([{_HAN}])", word)
        if sign:
            signs.add(sign[0])
        elif crossing:  # 500强, 12345热线
            behind_digit.add(crossing[1])
        else:
            signs.add(word[0])
    single = re.escape("".join(sorted(signs))) + wide + _RARE_SIGNS
    figure = rf"(?<=[0-9])(?=[,，][0-9]|[{re.escape(''.join(sorted(behind_digit)))}])"
    return re.compile(rf"[{_ASCII}{single}](?:(?<=[{single}])|{figure}|(?<=[{_ASCII}]){_ODD_REST})")


def _dictionary(words: list[str]) -> Iterable[str]:
    """5G is not found in 15G, 3.5G, 5GHz: a word that begins or ends in a letter or digit has none beside it there."""
    digit = [w for w in words if w[0] in "0123456789"]
    letter = [w for w in words if w[0].isascii() and w[0].isalpha()]
    other = [w for w in words if w not in digit and w not in letter]
    for before, group in (
        (rf"(?<![{_ALNUM}])(?<![0-9][.,，])", digit),
        (f"(?<![{_ALNUM}])", letter),
        ("", other),
    ):
        if group:
            yield before + _trie(group)


def _trie(words: list[str]) -> str:
    """The words as one regex that reads each character once and prefers the longest."""
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = f"(?![{_ALNUM}])" if word[-1].isascii() and word[-1].isalnum() else ""

    def pattern(node: dict[str, Any]) -> str:
        options = [re.escape(char) + pattern(child) for char, child in sorted(node.items()) if char]
        options += [node[""]] if "" in node else []
        return options[0] if len(options) == 1 else f"(?:{'|'.join(options)})"

    return pattern(root)


# --- The engines ----------------------------------------------------------------------------------------------------

_LONG = re.compile(f"(?<![{_HAN}{_ASCII}])[{_HAN}{_ASCII}]{{{LONGEST + 1},}}")


def _bounded(cut: Cut) -> Cut:
    def bounded(text: str) -> list[str]:
        if len(text) <= LONGEST or not _LONG.search(text):
            return cut(text)
        found: list[str] = []
        end = 0
        for match in _LONG.finditer(text):
            found += cut(text[end : match.start()])
            for start in range(match.start(), match.end(), LONGEST):
                found += cut(text[start : min(start + LONGEST, match.end())])
            end = match.end()
        return found + cut(text[end:])

    return bounded


def _engine(entries: list[Entry], backend: Backend) -> tuple[Cut, Cut]:
    """What cuts text that nothing is special about, and what cuts any."""
    if backend == "jieba":
        return _jieba(entries)
    try:
        return _rjieba(entries)
    except ImportError:
        if backend == "rjieba":
            raise
        return _jieba(entries)


def _jieba(entries: list[Entry]) -> tuple[Cut, Cut]:
    cut: Cut = _tokenizer(entries).lcut
    return cut, _bounded(cut)


def _tokenizer(entries: list[Entry]) -> Any:
    """The tokenizer of jieba over its packaged dictionary and ours.

    Its own loading writes and unmarshals a file of a fixed name in the shared temporary folder and logs to stderr, so the
    tables are filled here. `add_word` is not used: for a word it knows it counts the old frequency in the total too.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pkg_resources is deprecated, and 3.12 objects to jieba's escapes
        import jieba

    tokenizer = jieba.Tokenizer()
    with (resources.files("jieba") / "dict.txt").open("rb") as file:
        frequencies, total = tokenizer.gen_pfdict(file)
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = frequencies, total, True
    for word, frequency, tag in _weighed(entries, tokenizer.suggest_freq):
        total += frequency - frequencies.get(word, 0)
        frequencies[word] = frequency
        for end in range(1, len(word)):
            frequencies.setdefault(word[:end], 0)
        tokenizer.user_word_tag_tab[word] = tag
    tokenizer.total = total
    return tokenizer


# Characters jieba never sees as Han but some release of jieba-rs does, and lone surrogates, which Rust cannot take.
_RARE_SIGNS = "\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\ud800-\udfff"
_RARE = re.compile(f"([{_RARE_SIGNS}]+)")
# Behind the first of a run of jieba's ASCII characters: the run is not plainly one word or figure (GDP, 2024, 4.5%) or a list
# number (1.).
_ODD_REST = rf"(?<![{_ASCII}][{_ASCII}])(?!(?<=[{_ALNUM}])[{_ALNUM}]*+(?:%|\.(?:[0-9]++%?+)?+)?+(?![{_ASCII}]))[{_ASCII}]"
_ODD = re.compile(rf"[{_ASCII}]{_ODD_REST}")
_SKIP = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)", re.ASCII)  # jieba.finalseg.re_skip
_SIGNS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+#&._%-")
# The words of jieba's dictionary that are all ASCII; a test compares the list with it.
_ASCII_WORDS = frozenset(("AT&T", "C#", "C++", "c#", "c++"))


def _rjieba(entries: list[Entry]) -> tuple[Cut, Cut]:
    """What rjieba cuts as it comes, and with its differences from jieba undone. All words are added first: later they would race it."""
    import rjieba

    engine = rjieba.Jieba()
    for word, frequency, tag in _weighed(entries, engine.suggest_freq):
        engine.add_word(word, frequency, tag)
    raw: Cut = engine.cut

    def cut(text: str) -> list[str]:
        if not (_ODD.search(text) or _RARE.search(text)):
            return raw(text)
        found: list[str] = []
        for i, part in enumerate(_RARE.split(text)):  # every other part is rare characters
            found += part if i % 2 else _resplit(raw(part))
        return found

    return raw, _bounded(cut)


def _resplit(tokens: list[str]) -> list[str]:
    """Join each run of ASCII between Han and split it anew: the HMM step of jieba takes the run as a whole."""
    found: list[str] = []
    run = ""
    for token in tokens:
        if token[0] in _SIGNS and token.isascii() and token not in _ASCII_WORDS:
            run += token
            continue
        if run:
            found += filter(None, _SKIP.split(run))
            run = ""
        found.append(token)
    return found + list(filter(None, _SKIP.split(run)))


# --- What a token is ------------------------------------------------------------------------------------------------

_IS_BLANK = re.compile("[\\s\x00-\x1f\x7f\u200b-\u200f\u2060\ufeff]+")
_IS_MASK = re.compile(
    r"(?:[0-9]*[*×]+|[Xx]+|○+|_{2,}|某+(?:[省市州盟县区旗镇乡村]|街道|社区)?)(?:\.[*×Xx○]+)?%?"
)
_IS_NUMBER = re.compile(
    r"[0-9][0-9,.]*[%‰]?|[①-⓿㈠-㈩Ⅰ-ⅿ〡-〩]+"
    # 三千二百, 二十, 数百, 第三; not 十四五 or 七一, which are names: a digit without a scale may only close.
    rf"|第?(?!\Z)(?:[{_DIGIT}两几数]?[十百千万亿][零〇]?)*[{_DIGIT}两零〇]?"
    rf"|[{_DIGIT}零〇○]{{3,}}|[{_DIGIT}]*[零〇○][{_DIGIT}零〇○]*"
    r"|一二|二三|三四|四五|五六|六七|七八|八九"
    rf"|百分之[零〇{_DIGIT}十百]+"
)
_ANY_MASK = re.compile(
    "|".join((*_MASKED, r"[*×](?=[省市州盟县区旗镇乡村某])", "某(?=[省市州盟县区旗镇乡村])"))
)
_HAS_LETTER = re.compile(r"[^\W_]")
# A Han that stands in no mask and no number makes a word, whatever is beside it.
_OF_WORDS = re.compile(
    rf"(?![某省市州盟县区旗镇乡村街道社第分之{_DIGIT}两几数十百千万亿零〇])[\u4e00-\u9fff]"
)


def masks(text: str) -> Iterator[Span]:
    """Where figures, names and years are blanked out: `**`, `20**`, `XX`, `○○`, and the `某` of 某镇.

    >>> [(mask.start, mask.end) for mask in masks("某镇20**年开展宣讲**余场次")]
    [(0, 1), (2, 6), (11, 13)]
    """
    return (Span(*match.span()) for match in _ANY_MASK.finditer(fold(text)))


@lru_cache(maxsize=1 << 12)
def kind_of(token: str) -> Kind:
    """What a token is; only a "word" enters term counts.

    Masks are **, ×, XX, ○○, 某某, 某镇 (jieba joins them); numbers 1,234.5, 100％, 三千二百, 第三, ①; a title, 5G or 十四五 is a word.

    >>> [kind_of(token) for token in ("乡村振兴", "**", "４.５％", "。", "\u3000")]
    ['word', 'mask', 'number', 'punctuation', 'blank']
    """
    if _OF_WORDS.search(token):
        return "word"
    folded = fold(token)
    if _IS_BLANK.fullmatch(folded):
        return "blank"
    if _IS_MASK.fullmatch(folded):
        return "mask"
    if _IS_NUMBER.fullmatch(folded):
        return "number"
    return "word" if _HAS_LETTER.search(folded) else "punctuation"
