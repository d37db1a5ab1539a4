"""Duplicates: pairs that may be one person, side by side."""
