"""Signed Word documents read into contract files: what stands there plainly, with its place, and nothing guessed."""
