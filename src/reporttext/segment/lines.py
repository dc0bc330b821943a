"""Which lines may not be given to an engine as they are, and which must be folded first."""

from __future__ import annotations

import re
import string

from reporttext.fold import fold
from reporttext.masks import NAME
from reporttext.segment.characters import ASCII, HAN, ODD_REST, RARE_SIGNS


def wide_characters(words: list[str]) -> str:
    """The characters that a line must be folded for, as a class of a regex: full-width letters, digits and signs, not the comma."""
    matter = set(f"{string.ascii_letters}{string.digits}+#&._%-*×○") | set("".join(words))
    every = "".join(map(chr, range(0x10000)))
    return re.escape("".join(c for c, to in zip(every, fold(every), strict=True) if c != to and to in matter))


def special_lines(words: list[str], wide: str) -> re.Pattern[str]:
    """What every line has that may not be given to the engine as it is: it may hold a token of ours, a wide or rare character
    or an odd run of ASCII. It opens with a character class, which `re` skips to in C.
    """
    signs, behind_digit = set(f"《{NAME}"), set("\n")
    for word in words:
        sign = re.search(f"[^{HAN}0-9]", word)
        crossing = re.search(f"[0-9]([{HAN}])", word)
        if sign:
            signs.add(sign[0])
        elif crossing:  # 500强, 12345热线
            behind_digit.add(crossing[1])
        else:
            signs.add(word[0])
    single = re.escape("".join(sorted(signs))) + wide + RARE_SIGNS
    figure = rf"(?<=[0-9])(?=[,，][0-9]|[{re.escape(''.join(sorted(behind_digit)))}])"
    return re.compile(rf"[{ASCII}{single}](?:(?<=[{single}])|{figure}|(?<=[{ASCII}]){ODD_REST})")
