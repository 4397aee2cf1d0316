"""The contract file: what a contract manager writes, validated, with the place of every value."""
