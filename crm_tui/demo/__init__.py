"""The demo book: invented people, companies and a year of work, the same each time for the same moment."""

from __future__ import annotations

from crm_tui.demo.book import build
from crm_tui.demo.people import Person, people

__all__ = ["Person", "build", "people"]
