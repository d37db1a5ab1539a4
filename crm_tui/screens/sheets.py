"""Style sheets that are parsed once. Textual parses them all again whenever a screen comes with one of its own."""

from __future__ import annotations

from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

#: What has been parsed, the least recently used first to go: all sheets in some eight themes, five megabytes.
#: It is kept by the process, for the app that follows on this one: sample people, or the rep's own book.
_PARSED: LRUCache[tuple[object, ...], list[RuleSet]] = LRUCache(256)


class Sheets(Stylesheet):
    """Textual's, without its doing the same work twice. Rules are never changed once they are parsed."""

    def __init__(self, *, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._key = frozenset(variables.items())

    def set_variables(self, variables: dict[str, str]) -> None:
        """As Textual's; what is parsed from now on has these colours."""
        super().set_variables(variables)
        self._key = frozenset(variables.items())

    def reparse(self) -> None:
        """As Textual's, which forgets all that it has parsed, also where only a sheet has come that is new."""
        self.parse()

    def _parse_rules(
        self,
        css: str,
        read_from: tuple[str, str],
        is_default_rules: bool = False,  # noqa: FBT001, FBT002 - Textual's signature
        tie_breaker: int = 0,
        scope: str = "",
    ) -> list[RuleSet]:
        key = (self._key, css, read_from, is_default_rules, tie_breaker, scope)
        if (rules := _PARSED.get(key)) is None:
            rules = _PARSED[key] = super()._parse_rules(css, read_from, is_default_rules, tie_breaker, scope)
        return rules
