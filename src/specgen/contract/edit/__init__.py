"""Changing a contract file at one place: the lines of that place change, and every other byte stays."""
