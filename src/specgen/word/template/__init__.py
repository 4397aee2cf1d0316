"""Templates: read, compiled once, rendered many times, and the gate that every document passes."""
