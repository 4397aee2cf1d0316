"""specgen writes the personalised-care parts of NHS Standard Contracts as Word documents."""

__version__ = "0.1.0"
