"""HTML in a cell as plain text: lines and lists stay, links keep their address, scripts and styles go."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_MARKUP = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|strong|em|ul|ol|li|h[1-6]|table|tr|td|font|img|blockquote|pre|hr)\b[^<>]*>",
    re.IGNORECASE,
)
_LINES = frozenset({"p", "div", "br", "li", "tr", "ul", "ol", "table", "blockquote", "pre", "hr"}) | {
    f"h{level}" for level in range(1, 7)
}
_UNSEEN = frozenset({"script", "style", "head", "title"})


def plain(text: str) -> str:
    """The text that a reader of ``text`` sees; as it is where it holds no markup."""
    if "<" not in text or not _MARKUP.search(text):
        return text
    reader = _Reader()
    reader.feed(text)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    """Gathers the text; nothing that it refers to is fetched."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0
        self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _LINES:
            self.parts.append("\n- " if tag == "li" else "\n")
        elif tag == "a":
            self._link = next((value or "" for name, value in attrs if name == "href"), "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag == "p":
            self.parts.append("\n")
        elif tag == "a":
            if self._link.startswith(("http://", "https://")) and self._link not in self.parts[-1:]:
                self.parts.append(f" ({self._link})")
            self._link = ""

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)
