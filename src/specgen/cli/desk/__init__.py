"""The desk, opened from the command line."""
