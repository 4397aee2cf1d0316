"""The commands about clauses and their library: read, approved, drafted, brought up to date."""
