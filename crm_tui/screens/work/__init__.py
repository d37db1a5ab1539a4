"""Work mode: the people of a list, one at a time."""
