"""`python -m scripts.docs` (`make docs`) writes what is generated in docs/: reference pages and pictures."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from scripts import keys_page, pictures

#: The folder that holds the documentation, in the checkout that this file is part of.
DOCS = Path(__file__).resolve().parent.parent / "docs"


def pages() -> Mapping[str, str]:
    """The text of each generated page by its file name in docs/."""
    from crm_tui.cli import manual, reference

    return {"keys.md": keys_page.text(), **reference.pages(), "crm.1": manual.page()}


def write(folder: Path) -> None:
    """Writes every page and picture below ``folder``."""
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")
    pictures.draw(folder / "pictures")


if __name__ == "__main__":
    write(DOCS)
    sys.stdout.write(f"Wrote {', '.join(pages())} and {len(pictures.names())} pictures to {DOCS}\n")
