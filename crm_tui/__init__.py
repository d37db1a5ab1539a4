"""A terminal CRM for sales staff."""

__version__ = "0.1.0"
