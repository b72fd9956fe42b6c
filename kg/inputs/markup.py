"""HTML becomes lines, each with the element that it stands in and how much of it is links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kg.errors import InputError
from kg.messages import message

BLANKS = re.compile(r"[ \t\r\n\f\v\xa0]+")
# Elements that begin and end a line, and those whose content is never shown.
BLOCKS = frozenset(
    "address article aside blockquote body br center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html "  # noqa: SIM905
    "li main nav ol option p pre section select table tbody td tfoot th thead title tr ul".split()
)
UNSEEN = frozenset("audio button canvas embed head iframe input noscript object script select style svg template textarea video".split())  # noqa: SIM905
PICTURE = "img"
# Pictures written into the page itself; a page saved in one file is mostly these.
INLINE = re.compile(r"data:[\w/+.-]*;base64,[A-Za-z0-9+/=\s]{64,}")


@dataclass(slots=True)
class Line:
    """A line as a browser shows it. `spaced` has a blank where an inline element ends; `links` counts characters in links.

    A picture is a line without text. `element` is the innermost element that begins a line.
    """

    element: Any
    text: str = ""
    spaced: str = ""
    links: int = 0
    picture: bool = False


@dataclass(slots=True)
class _Open:
    """The line that is being put together."""

    element: Any
    pieces: list[str] = field(default_factory=list)
    spaced: list[str] = field(default_factory=list)
    links: int = 0

    def close(self) -> Iterator[Line]:
        text = BLANKS.sub(" ", "".join(self.pieces)).strip("\u3000 ")
        if text:
            yield Line(self.element, text, BLANKS.sub(" ", "".join(self.spaced)).strip("\u3000 "), self.links)


def parse_html(markup: str, place: str) -> Any:
    """The root element of HTML, however broken.

    Raises:
        InputError: there is no element in it.
    """
    from lxml import etree, html

    try:
        parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
        return html.document_fromstring(INLINE.sub("", markup).encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise InputError(message("{place}: no HTML that can be read ({error})", place=place, error=error)) from error


def text_of_markup(markup: str) -> str:
    """The words of a piece of HTML.

    >>> text_of_markup("<p>展会<b>昨日</b>开幕。</p><p>观众很多。<br/>明日继续。</p>")
    '展会昨日开幕。\\n观众很多。\\n明日继续。'
    """
    return "\n".join(line.text for line in lines_of(parse_html(f"<div>{markup}</div>", "")) if line.text)


def lines_of(root: Any) -> Iterator[Line]:
    """The lines of an element and its pictures, in order."""
    # Depth first without recursion: pages may be nested deeper than Python's stack. A tuple says what to do when an element is left.
    held = _Open(root)
    stack: list[Any] = [(root, root, False)]
    while stack:
        node, block, linked = stack.pop()
        if isinstance(node, str):
            held.pieces.append(node)
            held.spaced.append(node)
            held.links += len(node.strip()) if linked else 0
        elif node is None:  # the end of an element: of a line, or of an inline element
            if block is not None:
                yield from held.close()
                held = _Open(block)
            else:
                held.spaced.append(" ")
        elif isinstance(node.tag, str) and node.tag not in UNSEEN:
            if node.tag == PICTURE:
                yield from held.close()
                held = _Open(block)
                yield Line(block, picture=True)
                continue
            begins = node.tag in BLOCKS
            if begins:
                yield from held.close()
                inner = node if node.tag != "br" else block
                held = _Open(inner)
                stack.append((None, block, linked))
            else:
                inner = block
                stack.append((None, None, linked))
            inside = linked or node.tag == "a"
            parts = [(part, inner, way) for child in node for part, way in ((child, inside), (child.tail, inside)) if part is not None]
            stack += reversed([*([(node.text, inner, inside)] if node.text else []), *parts])
    yield from held.close()
