"""Data: the file that all is in, its trash, and everything that was done."""
