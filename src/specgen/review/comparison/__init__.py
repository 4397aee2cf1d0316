"""What came back held against what was issued: clause by clause, table by table, and the review of one file."""
