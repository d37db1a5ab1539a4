"""The rep's own presets: a mapping that worked for one file is kept, and recognised by its headings the next time."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from crm_tui.domain.errors import CrmError, UsageError
from crm_tui.domain.text import visible
from crm_tui.sync.formats import presets
from crm_tui.sync.formats.fields import LEFT_OUT, key
from crm_tui.sync.formats.mapping import Assignment

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


def check_name(name: str) -> str:
    """The name that a preset is saved under. Raises `UsageError` where it can be none, or one of ours has it."""
    name = name.strip().lower()
    if not _NAME.fullmatch(name):
        raise UsageError(f"“{visible(name)}” cannot be the name of a preset.", "Use letters, digits, - and _.")
    if name in presets.heads():
        raise UsageError(f"There is a preset {name} already, which comes with crm.", "Choose another name.")
    return name


def save(folder: Path, name: str, assignment: Assignment, *, has_headings: bool) -> Path:
    """Writes ``NAME.toml`` into ``folder``, in place of an older one; returns its path.

    Without headings to be recognised by it is only found by name. Raises `CrmError` where it cannot be written.
    """
    name = check_name(name)
    path = folder / f"{name}.toml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(_lines(name, assignment, has_headings=has_headings)) + "\n", encoding="utf-8")
    except OSError as error:
        raise CrmError(f"{path} cannot be written: {error.strerror}.", "Check the folder's permissions.") from error
    return path


def _lines(name: str, assignment: Assignment, *, has_headings: bool) -> Iterator[str]:
    preset = assignment.preset
    base = preset.base or preset.name
    yield f"title = {_quoted(f'{name} (saved mapping)')}"
    yield f"base = {_quoted(base)}"
    yield f"source = {_quoted(name if preset.name == presets.PLAIN else preset.source)}"
    if has_headings:
        yield f"signature = [[{', '.join(_quoted(each) for each in assignment.headings if key(each))}]]"
    yield ""
    yield "[columns]"
    fields: dict[int, list[str]] = {index: [] for index in range(len(assignment.headings))}
    for target in assignment.targets:
        fields[target.index].append("" if target.bundle else str(target.field))
    seen: Counter[str] = Counter()
    for index, heading in enumerate(assignment.headings):
        seen[key(heading)] += 1
        found = fields[index] or [LEFT_OUT]
        if key(heading) and all(found):
            number = f"#{seen[key(heading)]}" if seen[key(heading)] > 1 else ""
            value = _quoted(found[0]) if len(found) == 1 else f"[{', '.join(map(_quoted, found))}]"
            yield f"{_quoted(heading + number)} = {value}"


def _quoted(text: str) -> str:
    """A string of TOML; JSON's are, but for the one character that it leaves bare."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
