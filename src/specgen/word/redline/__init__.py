"""Two Word documents compared, and their difference written as tracked changes."""
