"""The commands that write contract files: to begin with, and to go on."""
