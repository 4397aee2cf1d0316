"""Contract and library put together: which clause versions a contract gets, its values, and its documents as pure
values."""
