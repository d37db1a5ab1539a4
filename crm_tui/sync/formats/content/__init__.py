"""Content lines, which vCards and calendars are written in."""
