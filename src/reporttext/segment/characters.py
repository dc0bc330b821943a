"""The characters that jieba and rjieba treat alike or apart, as classes of regexes."""

from __future__ import annotations

# jieba.re_han_default: what it looks up in its dictionary. Everything else is a token of one character, or \r\n.
HAN = "\u4e00-\u9fd5"
ASCII = r"A-Za-z0-9+#&._%\-"
ALNUM = "A-Za-z0-9"

# Characters jieba never sees as Han but some release of jieba-rs does, and lone surrogates, which Rust cannot take.
RARE_SIGNS = "\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\ud800-\udfff"
# Behind the first of a run of jieba's ASCII characters: the run is not plainly one word or figure (GDP, 2024, 4.5%) or a list
# number (1.).
ODD_REST = (
    rf"(?<![{ASCII}][{ASCII}])(?!(?<=[{ALNUM}])[{ALNUM}]*+(?:%|\.(?:[0-9]++%?+)?+)?+(?![{ASCII}]))[{ASCII}]"
)
