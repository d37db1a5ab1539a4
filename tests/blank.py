"""An empty book to begin with. To copy one takes a tenth of what it takes to make it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory


@cache
def _content() -> bytes:
    from crm_tui.store.connection import connect

    with TemporaryDirectory() as folder:
        path = Path(folder) / "crm.db"
        connect(path).close()
        return path.read_bytes()


def blank(path: Path) -> Path:
    """Puts a database without records at ``path``, where nothing may be yet; the path."""
    return copy(_content(), path)


def copy(content: bytes, path: Path) -> Path:
    """Puts a database that was made before at ``path``, where nothing may be yet; the path."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.touch(mode=0o600, exist_ok=False)  # never over somebody's file
    path.write_bytes(content)
    return path
