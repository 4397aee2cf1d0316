"""A place found in a Word document that exists, clauses written there as tracked changes, and the proof that nothing
else moved."""
