"""What came back: how a returned document differs from what was issued, clause by clause."""
