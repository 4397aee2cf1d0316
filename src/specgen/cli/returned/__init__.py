"""Commands for what came back: a whole return reviewed in one run, and a document answered in itself."""
