"""Two machines, one truth, and other people's files: what comes in, what goes out."""
