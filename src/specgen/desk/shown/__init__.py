"""What the desk shows of a contract: each document as Word would hold it, what changed since, and its duties."""
