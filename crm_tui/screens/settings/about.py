"""What is said beside the list of settings about the highlighted one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from textual.content import Content

from crm_tui.config import Config
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import ConfigError
from crm_tui.domain.outcome import Outcome
from crm_tui.domain.value import replace
from crm_tui.screens.plain import line, plain
from crm_tui.screens.settings.rows import Row

#: What Enter does, by key; for all others it changes the value.
_ENTER = {"statuses": "opens or closes it", "keys": "gives it another key"}


def about(row: Row, config: Config, desk: Desk, file: Path, keys: Mapping[str, str]) -> Content:
    """The setting's value, whose it is, what it is for, its name in the file, and which of ``keys`` change it."""
    parts = [Content.styled(line(row.label if row.is_adding else f"{row.label}: {row.value}"), "bold")]
    if row.is_own:
        parts.append(plain(line(f"Yours; built in: {row.built_in}." if row.built_in else "Yours."), "$text-accent"))
    parts.append(plain(" ".join(filter(None, (row.help, row.now_or_later)))))
    if row.key.name == "outcomes":
        from crm_tui.screens.dialogs.setting_outcome import proposed

        now = proposed(Outcome(row.entry), replace(desk, outcomes=config.outcomes, statuses=config.statuses))
        parts.append(plain(f"Now, for somebody new: {now}."))
    parts.append(plain(_how(row, keys), "$foreground-muted"))
    parts.append(plain(line(f"{row.name} in {placed(file)}"), "$foreground-muted"))
    return Content("\n").join(parts)


def placed(file: Path) -> str:
    """Where a file is, short where it is in the rep's own folder."""
    home = Path.home()
    return f"~/{file.relative_to(home)}" if file.is_relative_to(home) else str(file)


def _how(row: Row, keys: Mapping[str, str]) -> str:
    """Which key does what to the setting."""
    enter, back, gone = (keys[id] for id in ("row.open", "setting.reset", "setting.remove"))
    if row.is_adding:
        return f"{enter} adds one"
    does = "changes it" if row.key.form != "flag" else f"says {'no' if row.value == 'yes' else 'yes'}"
    ways = [f"{enter} {_ENTER.get(row.key.name, does)}"]
    if row.key.name == "statuses":
        ways += [f"{keys['setting.up']} {keys['setting.down']} move it", f"{gone} takes it out"]
        ways.append(f"{back} the built-in list")
    elif row.is_own:
        ways.append(f"{back} takes it back" if row.built_in else f"{gone} takes it out")
    return ", ".join(ways)


def broken(error: ConfigError) -> Content:
    """What is wrong with the file, and how it is mended."""
    words = error.words
    return Content("\n").join(
        [plain(words, "$text-error"), plain("`crm config edit` opens the file; the settings in force stay till then.")]
    )
