"""Presets: those that come with the program, one TOML file for each product and language, and the rep's own.

The format of the files is told in `crm_tui.sync.formats.presets.reading`. There are a hundred of them; only their heads
are read to recognise a file, and only the one that fits is read whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from crm_tui.domain.errors import UsageError
from crm_tui.sync.formats.fields import key
from crm_tui.sync.formats.presets import reading
from crm_tui.sync.formats.presets.reading import Head, Preset

#: The preset of plain spellings, which every other one falls back on.
PLAIN = "plain"

#: The fewest headings in common by which a file of no known product is still believed to be of a language.
_ENOUGH = 2


@cache
def _texts() -> Mapping[str, str]:
    folder = resources.files(__package__) / "products"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=_name)
    return {_name(file): file.read_text("utf-8") for file in files}


def _name(file: Traversable) -> str:
    return file.name.removesuffix(".toml")


@cache
def heads() -> Mapping[str, Head]:
    """What every preset that comes with the program is recognised by, by name."""
    return {name: reading.head(text, name) for name, text in _texts().items()}


@cache
def packaged(name: str) -> Preset:
    """A preset that comes with the program. Raises `UsageError` with the names there are."""
    try:
        text = _texts()[name]
    except KeyError:
        raise UsageError(f"There is no preset “{name}”.", _choice(name, tuple(_texts()))) from None
    return reading.read(text, name, packaged)


def plain() -> Preset:
    """The preset of plain spellings."""
    return packaged(PLAIN)


@cache
def all_presets() -> Mapping[str, Preset]:
    """Every preset that comes with the program, read whole, by name."""
    return {name: packaged(name) for name in _texts()}


def named(name: str, own: Sequence[Preset] = ()) -> Preset:
    """The preset called ``name``, the rep's ``own`` first. Raises `UsageError` with the names there are."""
    wanted = name.strip().lower()
    for preset in own:
        if preset.name.lower() == wanted:
            return preset
    if wanted not in _texts():
        raise UsageError(
            f"There is no preset “{name}”.", _choice(wanted, (*(preset.name for preset in own), *_texts()))
        )
    return packaged(wanted)


def _choice(wanted: str, names: Sequence[str]) -> str:
    """Which presets there are; the languages of one product are not told apart."""
    import difflib

    near = difflib.get_close_matches(wanted, names, n=1, cutoff=0.6)
    guess = f"Did you mean {near[0]}? " if near else ""
    known = [name for name in names if not any(name.startswith(f"{other}-") for other in names)]
    return f"{guess}Presets are {', '.join(known)}; crm sync presets lists all."


def is_source(name: str) -> bool:
    """Whether external ids may stand under this name."""
    return name in heads() or any(name == head.source for head in heads().values())


def _fitting(keys: frozenset[str], own: Sequence[Preset], *, is_ascii: bool) -> Iterator[Preset]:
    mine = [preset for preset in own if preset.fits(keys)]
    if mine:
        yield from mine
        return
    for head in heads().values():
        if (head.is_ascii or not is_ascii) and head.fits(keys):
            yield packaged(head.name)


def best(headings: Sequence[str], own: Sequence[Preset] = ()) -> Preset:
    """The preset whose product wrote these headings: the rep's ``own``, else of those that fit the one that knows most.

    Where none fits and the plain spellings find next to nothing, headings of any language and product are looked for.
    """
    keys = frozenset(map(key, headings))
    fitting = list(_fitting(keys, own, is_ascii=_are_ascii(headings)))
    if fitting:
        return max(fitting, key=lambda preset: _score(preset, keys))
    if sum(map(plain().knows, keys)) >= _ENOUGH:
        return plain()
    likeliest = max(all_presets().values(), key=lambda preset: sum(map(preset.knows, keys)))
    return likeliest if sum(map(likeliest.knows, keys)) >= _ENOUGH else plain()


def _score(preset: Preset, keys: frozenset[str]) -> tuple[int, int]:
    """How many of the headings a preset knows, then how many of them are needed to give it away."""
    signature = max((len(each) for each in preset.signatures if each <= keys), default=0)
    return sum(map(preset.knows, keys)), signature


def known(cells: Sequence[str], own: Sequence[Preset] = ()) -> int:
    """How many of these cells are headings of one product: what tells a heading row from data."""
    keys = _keys(cells)
    if not keys:
        return 0
    found = sum(map(plain().knows, keys))
    for preset in _fitting(keys, own, is_ascii=_are_ascii(cells)):
        found = max(found, sum(map(preset.knows, keys)) + 1)
    return found


def known_anywhere(cells: Sequence[str]) -> int:
    """As `known`, by the headings of every product and language, whether or not they give it away."""
    keys = _keys(cells)
    return max(sum(map(preset.knows, keys)) for preset in all_presets().values()) if keys else 0


def _keys(cells: Sequence[str]) -> frozenset[str]:
    return frozenset(key(cell) for cell in cells if cell and not cell.isspace()) - {""}


def _are_ascii(cells: Sequence[str]) -> bool:
    return all(map(str.isascii, cells))


def saved(folder: Path | None) -> tuple[Preset, ...]:
    """The rep's own presets in ``folder``, by name. Raises `CrmError` naming file and line of one that is broken."""
    if folder is None or not folder.is_dir():
        return ()
    return tuple(
        reading.read(path.read_text("utf-8", errors="replace"), path.stem, packaged, str(path))
        for path in sorted(folder.glob("*.toml"))
    )
