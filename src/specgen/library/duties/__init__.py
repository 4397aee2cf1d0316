"""What the sentences of a clause version oblige whom to do: readings beside the wording, and their faults."""
