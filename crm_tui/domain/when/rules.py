"""Every rule by the name that the patterns of a language table use."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crm_tui.domain.when import clocks, cycles, days, phrases, spans

RULES: Mapping[str, Callable[..., object]] = {
    **days.RULES,
    **spans.RULES,
    **clocks.RULES,
    **cycles.RULES,
    **phrases.RULES,
}
