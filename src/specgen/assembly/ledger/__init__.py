"""The ledger of a pack: every duty of its clauses with who, what, when and where it stands, as values."""
