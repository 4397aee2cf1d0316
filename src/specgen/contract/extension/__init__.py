"""The option to extend a contract's term: what its words say, and what of them was understood."""
