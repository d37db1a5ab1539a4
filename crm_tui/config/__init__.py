"""The settings of config.toml, where files live, and what time it is.

Names are loaded when first used: a shell prompt needs `folders` only, and would pay twice its time for the rest.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from crm_tui.config.clock import local_zone as local_zone
    from crm_tui.config.clock import moment as moment
    from crm_tui.config.edit import set_value as set_value
    from crm_tui.config.loading import load as load
    from crm_tui.config.places import Paths as Paths
    from crm_tui.config.places import paths as paths
    from crm_tui.config.settings import Config as Config

_HOMES = {
    "Config": "settings",
    "Paths": "places",
    "load": "loading",
    "local_zone": "clock",
    "moment": "clock",
    "paths": "places",
    "set_value": "edit",
}


def __getattr__(name: str) -> object:
    """The public name ``name``, from the module where it lives."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
