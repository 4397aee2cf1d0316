"""The clause library: clauses, their versions, approvals and fingerprints."""
