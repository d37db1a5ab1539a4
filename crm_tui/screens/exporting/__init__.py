"""Taking contacts out: what there is to choose, and the export beside the interface."""
