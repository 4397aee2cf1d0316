"""What became of tables outside the clauses, their words apart: rows, cells and columns."""
