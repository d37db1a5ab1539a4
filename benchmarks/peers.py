"""Other programs for the terminal, where they are installed: how they start, and how they answer a key."""

from __future__ import annotations

import math
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import book
from benchmarks.figures import Figure, Section, figure, milliseconds
from benchmarks.paint import CRM, FILLED
from benchmarks.startup import CRM as COMMAND
from benchmarks.terminal import Terminal

_KEYS = 20

_HOMES = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A program: what it is called, how it is asked for little, and how its screen is opened ("" if it has none)."""

    name: str
    little: str
    screen: tuple[str, ...] | None = None


PEERS = (
    Peer(name="harlequin", little="--version", screen=("-a", "sqlite", ":memory:")),
    Peer(name="posting", little="--help", screen=()),
    Peer(name="khard", little="--version"),
)


def program(name: str) -> str | None:
    """Where a program is: in the folder that ``CRM_BENCH_PEERS`` names, else on the PATH; None for nowhere."""
    return shutil.which(name, path=os.environ.get("CRM_BENCH_PEERS")) or shutil.which(name)


def measure(database: Path, runs: int) -> Section:
    """Measures crm and the others in turn: a command that does next to nothing, the first paint, and a key."""
    figures: list[Figure] = []
    notes: list[str] = []
    with TemporaryDirectory(prefix="crm-bench-", dir=book.folder()) as home:
        ours = book.environment(database)
        theirs = {**ours, **dict.fromkeys(_HOMES, home)}
        figures.append(figure("crm --version", _started((*COMMAND, "--version"), ours, runs)))
        painted, keyed = _on_screen(CRM, ours, FILLED, "j", runs)
        figures += [figure("crm, first list", painted), figure("crm, a key", keyed)]
        for peer in PEERS:
            if (found := program(peer.name)) is None:
                notes.append(f"{peer.name} is not installed: left out.")
                continue
            try:
                figures += _of(peer, found, theirs, runs)
            except (OSError, TimeoutError, subprocess.SubprocessError) as error:
                notes.append(f"{peer.name} could not be measured: {error}")
    return Section(
        title="Other programs",
        method="Installed beside crm, each as it comes, in an empty home; from the start to the first visible text.",
        figures=tuple(figures),
        notes=tuple(notes),
    )


def _of(peer: Peer, found: str, environment: Mapping[str, str], runs: int) -> list[Figure]:
    figures = [figure(f"{peer.name} {peer.little}", _started((found, peer.little), environment, runs))]
    if peer.screen is not None:
        painted, keyed = _on_screen((found, *peer.screen), environment, "", "a", runs)
        figures.append(figure(f"{peer.name}, first paint", painted))
        if keyed:
            figures.append(figure(f"{peer.name}, a key", keyed))
    return figures


def _started(command: Sequence[str], environment: Mapping[str, str], runs: int) -> list[float]:
    def start() -> None:
        subprocess.run(command, env=environment, capture_output=True, check=True)

    start()
    return [milliseconds(partial(start)) for _ in range(runs)]


def _on_screen(
    command: Sequence[str], environment: Mapping[str, str], text: str, key: str, runs: int
) -> tuple[list[float], list[float]]:
    painted: list[float] = []
    keyed: list[float] = []
    for turn in range(max(1, runs // 3)):
        with Terminal(command, environment) as terminal:
            painted.append(terminal.until(text))
            if turn == 0:
                terminal.settle(1.0)
                keyed = [terminal.press(key) for _ in range(_KEYS)]
    return painted, [each for each in keyed if not math.isnan(each)]
