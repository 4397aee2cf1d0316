"""A whole return: what came back found among what was issued, each file reviewed, and one worklist of all of it."""
