"""`specgen publish`."""
