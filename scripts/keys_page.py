"""docs/keys.md, made from the registry of actions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crm_tui.actions import ACTIONS, Action, Scope, shown

_HEAD = """\
# Keys

Every key of the app. `?` shows those of the screen in front, `F1` those of a dialog or a line that is typed into, and
`crm keys` prints them all, with your own in place.
The same letter means the same on every screen. This page is made from the app's own list of actions (`make docs`).
"""

_OWN_KEYS = """\
## Your own keys

The last column is the name of the action. Give it other keys in [config.toml](config.md), one or several:

```toml
[keys]
"follow_up.done" = "D"
"palette.open" = ["ctrl+p", "f2"]
```

`crm config keys.follow_up.done D` writes the same. A key that means something else in the same place is refused, and
both actions are named.
"""


def text() -> str:
    """The page: every action once, under the places where it works."""
    return "\n".join((_HEAD, *_tables(ACTIONS), _OWN_KEYS))


def heading(places: frozenset[Scope]) -> str:
    """The places in the order of `Scope`, as one would say them: "Today, Contact and Follow-ups"."""
    *most, last = [str(scope) for scope in Scope if scope in places]
    return f"{', '.join(most)} and {last}" if most else last


def _tables(actions: Iterable[Action]) -> Iterator[str]:
    by_places: dict[frozenset[Scope], list[Action]] = {}
    for action in actions:
        by_places.setdefault(action.where, []).append(action)
    for places, some in by_places.items():
        yield f"## {heading(places)}\n"
        yield "| key | does | action |\n|---|---|---|"
        yield from map(_row, some)
        yield ""


def _row(action: Action) -> str:
    keys = " ".join(f"`{shown(key)}`" for key in action.keys)
    return f"| {keys} | {action.help} | `{action.id}` |"
