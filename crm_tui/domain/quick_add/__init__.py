"""The quick-add line: `@jane call vm next tue 9am #q4 !high "sent pricing"`, understood as it is typed."""

from __future__ import annotations

from crm_tui.domain.chips import Chip, ChipKind
from crm_tui.domain.quick_add.grammar import Dates, parse
from crm_tui.domain.quick_add.line import QuickLine

__all__ = ["Chip", "ChipKind", "Dates", "QuickLine", "parse"]
