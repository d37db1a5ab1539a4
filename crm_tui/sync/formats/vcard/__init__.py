"""vCards, 2.1 to 4.0."""
