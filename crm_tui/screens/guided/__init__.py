"""The guided block: two minutes on the sample that teach the loop."""
