"""What was typed into dialogs and not saved: kept beside the database, so that it outlives the app."""

from __future__ import annotations

import json
import os
from pathlib import Path

#: By dialog and subject, what stands in each field.
Drafts = dict[str, dict[str, str]]


def place(database: Path) -> Path:
    """The file for the drafts that belong to ``database``."""
    return database.with_name(f".{database.name}.drafts.json")


def load(path: Path) -> Drafts:
    """The drafts of last time; none where there is no such file, or one that is not ours."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        str(key): {str(field): str(text) for field, text in fields.items()}
        for key, fields in found.items()
        if isinstance(fields, dict)
    }


def save(path: Path, drafts: Drafts) -> None:
    """Writes the drafts for the rep's eyes alone, whole or not at all; without any, leaves no file."""
    if not drafts:
        path.unlink(missing_ok=True)
        return
    # Escaped, as what was typed may be the path of a file whose name is no text.
    write(path, json.dumps(drafts))


def write(path: Path, text: str) -> None:
    """Writes a file for the rep's eyes alone, whole or not at all."""
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    with os.fdopen(os.open(partial, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    partial.replace(path)
