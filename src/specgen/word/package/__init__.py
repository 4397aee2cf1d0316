"""The package: a bounded archive, its parts and relationships, spliced so that what is not changed keeps its bytes."""
