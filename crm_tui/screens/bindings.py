"""Bindings made from the registry of actions, and the rep's own keys checked against it."""

from __future__ import annotations

from collections.abc import Mapping

from textual.binding import Binding, BindingType
from textual.keys import Keys, _character_to_key

from crm_tui import actions
from crm_tui.actions import Action, Scope, shown
from crm_tui.domain.errors import ConfigError

#: Keys that a terminal cannot tell from Tab, Enter, newline, Backspace and Escape.
_INDISTINCT = frozenset({"ctrl+i", "ctrl+m", "ctrl+j", "ctrl+h", "ctrl+[", "ctrl+left_square_bracket"})

_MODIFIERS = frozenset({"ctrl", "alt", "shift", "super", "hyper", "meta"})


def bindings(*scopes: Scope, priority: bool = False) -> list[BindingType]:
    """The bindings of the actions that name these scopes; their ids are the actions' ids.

    With ``priority`` they come before whatever has the focus.
    """
    return [_bound(action, priority=priority) for scope in scopes for action in actions.of(scope)]


def binding(id: str) -> Binding:
    """The binding of one action, for a screen with a handler of its own for what works everywhere."""
    (action,) = (action for action in actions.ACTIONS if action.id == id)
    return _bound(action)


def _bound(action: Action, *, priority: bool = False) -> Binding:
    return Binding(",".join(action.keys), action.call, action.label, id=action.id, show=False, priority=priority)


def keymap(keys: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The rep's ``[keys]`` as a keymap for Textual, which itself would accept anything without a word.

    Raises `ConfigError` for an unknown action, one without a key, what is no key, or two actions of one place on one.
    """
    known = {action.id for action in actions.ACTIONS}
    for action, names in keys.items():
        if action not in known:
            raise ConfigError(
                f"[keys] names an action that does not exist: {action!r}.{_nearest(action, known)}", _HINT
            )
        if not names:  # Textual would leave the action its own
            raise ConfigError(f"[keys] {action} has no key.", 'Give it one, like "x", "ctrl+x" or "f2".')
        for name in names:
            if not is_key(name):
                raise ConfigError(f"[keys] {action}: {name!r} is not a key.", 'Write keys as "x", "ctrl+x" or "f2".')
    remapped = actions.remapped(actions.ACTIONS, keys)
    for scope in Scope:
        _refuse_clashes(scope, remapped)
    return {action: ",".join(names) for action, names in keys.items()}


_HINT = "`crm keys` lists every action with its id."


def _nearest(id: str, known: set[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(id, known, 1)
    return f" Did you mean {close[0]!r}?" if close else ""


def _refuse_clashes(scope: Scope, remapped: tuple[Action, ...]) -> None:
    here = {action.id for action in actions.on(scope)}
    taken: dict[str, Action] = {}
    for action in remapped:
        if action.id not in here:
            continue
        for key in map(normal, action.keys):
            other = taken.setdefault(key, action)
            if other.id != action.id and not _is_layered(scope, other, action):
                raise ConfigError(
                    f"[keys] {shown(key)} would mean both {other.id} and {action.id} on {scope.value}.",
                    "Give one of them another key.",
                )


def _is_layered(scope: Scope, one: Action, other: Action) -> bool:
    """Whether one of two actions on a key is meant to hide the other: Enter in a dialog, say."""
    return (scope in one.where) != (scope in other.where) and scope not in actions.SCREENS


def normal(key: str) -> str:
    """The key in Textual's own spelling: "question_mark" for "?"."""
    *modifiers, name = key.split("+") if key != "+" else ["+"]
    return "+".join((*sorted(modifiers), _character_to_key(name) if len(name) == 1 else name))


def is_key(name: str) -> bool:
    """Whether ``name`` is one key that terminals can send."""
    if not name or " " in name or "," in name:
        return False
    *modifiers, key = name.split("+") if name != "+" else ["+"]
    if not set(modifiers) <= _MODIFIERS or not key or name in _INDISTINCT:
        return False
    return len(key) == 1 or key in set(Keys) or normal(key) != key or _is_named_character(key)


def _is_named_character(key: str) -> bool:
    """Whether ``key`` is the Unicode name that Textual gives to a symbol, like ``question_mark``."""
    import unicodedata

    try:
        unicodedata.lookup(key.replace("_", " "))
    except KeyError:
        return False
    return True
