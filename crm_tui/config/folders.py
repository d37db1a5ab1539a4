"""The folders of the program, as plain text.

`platformdirs` answers, except where its answer is a rule of one line (XDG, on Linux): importing it costs three
times the start of Python, and a shell prompt is waiting. A test holds the two to the same answers.
"""

import os
import sys

#: The name of our folder in each of the user's folders.
APP = "crm"

_XDG = {
    "data": ("XDG_DATA_HOME", ".local/share"),
    "config": ("XDG_CONFIG_HOME", ".config"),
    "state": ("XDG_STATE_HOME", ".local/state"),
}


def folder(kind: str) -> str:
    """The user's folder for ``kind``: data, config, state or log."""
    home = os.environ.get("HOME", "")
    if not sys.platform.startswith("linux") or "ANDROID_DATA" in os.environ or not home.startswith("/"):
        return _foreign(kind)
    if kind == "log":
        return f"{folder('state')}/log"
    variable, beneath_home = _XDG[kind]
    given = os.environ.get(variable, "")
    base = given if given.startswith("/") else f"{home.rstrip('/')}/{beneath_home}"
    return f"{base.rstrip('/')}/{APP}"


def _foreign(kind: str) -> str:
    import platformdirs

    path: str = getattr(platformdirs, f"user_{kind}_dir")(APP, appauthor=False)
    return path


def database() -> str:
    """Where the database is, unless the command line says otherwise."""
    return os.environ.get("CRM_DB") or f"{folder('data')}/crm.db"


def config() -> str:
    """Where config.toml is."""
    return os.environ.get("CRM_CONFIG") or f"{folder('config')}/config.toml"
