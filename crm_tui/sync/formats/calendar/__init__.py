"""iCalendar and vCalendar: follow-ups and meetings."""
