"""`specgen redline`."""
