"""The palette: every action with its key, views, and people by name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from crm_tui import actions
from crm_tui.actions import Action, Scope, shown
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import CrmError
from crm_tui.screens.desk_screen import DeskScreen
from crm_tui.screens.plain import line, plain
from crm_tui.screens.store_thread import Superseded

if TYPE_CHECKING:
    from crm_tui.domain.contact import ContactLine
    from crm_tui.domain.view import View
    from crm_tui.screens.app import CrmApp

#: People that one search offers.
_MOST_PEOPLE = 8

#: Actions that make no sense from a list of actions.
_LEFT_OUT = frozenset({"palette.open", "screen.back"})


class ActionsProvider(Provider):
    """What can be done where the rep is."""

    @property
    def _actions(self) -> list[Action]:
        screen = self.screen
        scope = screen.SCOPE if isinstance(screen, DeskScreen) else Scope.EVERYWHERE
        named = [action for action in actions.ACTIONS if action.where & {scope, Scope.EVERYWHERE}]
        keys = cast("CrmApp", self.app).config.keys
        return [action for action in actions.remapped(named, keys) if action.id not in _LEFT_OUT]

    async def _run(self, action: Action) -> None:
        node = self.screen if hasattr(self.screen, f"action_{action.method}") else self.app
        await self.app.run_action(action.call, default_namespace=node)

    async def discover(self) -> Hits:
        """All of them."""
        for action in self._actions:
            yield DiscoveryHit(_words(action), partial(self._run, action), text=action.help)

    async def search(self, query: str) -> Hits:
        """Those whose words match."""
        matcher = self.matcher(query)
        for action in self._actions:
            if (score := matcher.match(action.help)) > 0:
                yield Hit(score, _words(action), partial(self._run, action), text=action.help)


class PeopleProvider(Provider):
    """People whose name, company or address matches."""

    async def search(self, query: str) -> Hits:
        """The best few, in the order of the search."""
        app = cast("CrmApp", self.app)
        try:
            people = await app.read_for("palette", _people, query)
        except Superseded:
            return
        for rank, contact in enumerate(people):
            where = f"  {contact.company}" if contact.company else ""
            yield Hit(
                0.9 - rank / 100,
                Content.assemble((line(contact.name or contact.email), "bold"), line(where)),
                partial(app.open_contact, contact.id),
                text=line(contact.name),
                help=line(contact.title) or None,
            )


class ViewsProvider(Provider):
    """Views whose name matches."""

    async def search(self, query: str) -> Hits:
        """Those whose name has the letters."""
        app = cast("CrmApp", self.app)
        matcher = self.matcher(query)
        for view in await app.read(_views):
            if (score := matcher.match(view.name)) > 0:
                yield Hit(
                    score,
                    Content.assemble((line(view.name), "bold"), ("  view", "$foreground-muted")),
                    partial(self._show, view),
                    text=line(view.name),
                    help=line(view.query),
                )

    async def _show(self, view: View) -> None:
        if self.app.current_mode != "contacts":
            await self.app.switch_mode("contacts")
        contacts: Any = self.app.screen
        self.app.call_later(contacts.show_view, view)


def palette() -> CommandPalette:
    """A new palette."""
    providers = [ActionsProvider, ViewsProvider, PeopleProvider]
    return CommandPalette(providers=providers, placeholder="An action, a view, or a name")


def _words(action: Action) -> Content:
    key = shown(action.keys[0]) if action.keys else ""
    return Content.assemble(plain(action.help), (f"   {key}", "bold $text-accent"))


def _views(connection: Any, desk: Desk) -> tuple[View, ...]:
    from crm_tui.store import views

    return views.listing(connection, desk)


def _people(connection: Any, desk: Desk, text: str) -> tuple[ContactLine, ...]:
    """The first people whom a search finds; what is no search finds nobody."""
    from crm_tui.domain import query
    from crm_tui.store import contacts

    try:
        return contacts.page(connection, desk, query=query.parse(text), limit=_MOST_PEOPLE).rows
    except CrmError:
        return ()
