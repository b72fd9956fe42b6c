"""Tables that let the page find Chinese names by pinyin, by initials, and in traditional or simplified characters."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from functools import cache
from importlib.metadata import version

from opencc import OpenCC

from kg.cache import remember

# The number of the form in which the readings are kept; a change of `_read_table` raises it.
FORM = 1
_FIRST, _LAST = 0x4E00, 0x9FFF


def readings(text: str) -> dict[str, str]:
    """The toneless readings of each Chinese character of `text`, separated by spaces, keyed by the characters that share them."""
    table, groups = _table(), dict[str, str]()
    for char in sorted(set(text)):
        if reading := table.get(char, ""):
            groups[reading] = groups.get(reading, "") + char
    return groups


def fold_table(text: str) -> list[str]:
    """Traditional characters and, in the same order, the simplified ones they fold to, as far as these occur in `text` after folding."""
    pairs = _simplified()
    present = {pairs.get(char, char) for char in set(text)}
    wanted = [(old, new) for old, new in pairs.items() if new in present]
    return ["".join(old for old, _ in wanted), "".join(new for _, new in wanted)]


@cache
def _table() -> dict[str, str]:
    """The toneless readings of each character that has some."""
    key = hashlib.sha256(f"{version('pypinyin')} {FORM}".encode()).hexdigest()
    groups: dict[str, str] = remember("readings", key, _read_table)
    return {char: reading for reading, chars in groups.items() for char in chars}


def _read_table() -> dict[str, str]:
    """The characters by their readings, of pypinyin, which takes a fifth of a second to load."""
    from pypinyin import Style, pinyin
    from pypinyin.pinyin_dict import pinyin_dict

    groups: dict[str, list[str]] = defaultdict(list)
    for char in map(chr, sorted(pinyin_dict)):
        if "\u3400" <= char <= "\u9fff" or "\U00020000" <= char <= "\U0003ffff":
            (found,) = pinyin(char, style=Style.NORMAL, heteronym=True)
            groups[" ".join(dict.fromkeys(found)).replace("ü", "v")].append(char)
    return {reading: "".join(chars) for reading, chars in groups.items()}


@cache
def _simplified() -> dict[str, str]:
    chars = [chr(code) for code in range(_FIRST, _LAST + 1)]
    folded = OpenCC("t2s").convert("\n".join(chars)).split("\n")
    return {old: new for old, new in zip(chars, folded, strict=True) if old != new and len(new) == 1}
