"""What a contract file begins with, and what its chosen clauses ask of it."""
