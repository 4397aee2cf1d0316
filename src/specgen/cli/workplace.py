"""The workplace, as the commands know it: `specgen.issue.workplace` reads it."""

from specgen.issue.workplace import Workplace, library_folders, open_workplace, own_library

__all__ = ["Workplace", "library_folders", "open_workplace", "own_library"]
