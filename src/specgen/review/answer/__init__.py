"""What came back, answered: an id for each change, a sheet of decisions, and the reply that they make."""
