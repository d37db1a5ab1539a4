"""Bringing contacts in: the wizard of steps, and the import beside the interface."""
