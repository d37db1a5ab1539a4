"""Dialogs: laid over the context, never instead of it."""
