"""Wording: its blocks and runs, placeholders filled in, and the word-level difference of two wordings."""
