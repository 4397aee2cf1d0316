"""How a run ends: a public interface, scripts may rely on it. It loads nothing, since every run needs it."""

DONE = 0
PROBLEMS = 1
"""Something in the user's files is wrong; it was said."""
WRONG_COMMAND = 2
CANNOT_READ_OR_WRITE = 3
BUG = 70
INTERRUPTED = 130
