"""The judges: a normal form of documents, and the proof of a redline by accepting and rejecting it."""
