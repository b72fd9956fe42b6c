"""Tables that let the page find Chinese names by pinyin, by initials, and in traditional or simplified characters."""

from __future__ import annotations

from functools import cache

from opencc import OpenCC
from pypinyin import Style, pinyin

_FIRST, _LAST = 0x4E00, 0x9FFF


def readings(text: str) -> dict[str, str]:
    """The toneless readings of each Chinese character of `text`, separated by spaces, keyed by the characters that share them."""
    groups: dict[str, str] = {}
    for char in sorted(set(text)):
        if (reading := _reading(char)) != "":
            groups[reading] = groups.get(reading, "") + char
    return groups


def fold_table(text: str) -> list[str]:
    """Traditional characters and, in the same order, the simplified ones they fold to, as far as these occur in `text` after folding."""
    pairs = _simplified()
    present = {pairs.get(char, char) for char in set(text)}
    wanted = [(old, new) for old, new in pairs.items() if new in present]
    return ["".join(old for old, _ in wanted), "".join(new for _, new in wanted)]


@cache
def _reading(char: str) -> str:
    if not "\u3400" <= char <= "\u9fff" and not "\U00020000" <= char <= "\U0003ffff":
        return ""
    found = pinyin(char, style=Style.NORMAL, heteronym=True, errors="ignore")
    return " ".join(dict.fromkeys(found[0])).replace("ü", "v") if found else ""


@cache
def _simplified() -> dict[str, str]:
    chars = [chr(code) for code in range(_FIRST, _LAST + 1)]
    folded = OpenCC("t2s").convert("\n".join(chars)).split("\n")
    return {old: new for old, new in zip(chars, folded, strict=True) if old != new and len(new) == 1}
