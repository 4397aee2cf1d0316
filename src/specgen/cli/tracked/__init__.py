"""Commands that write tracked changes into Word files: `specgen redline` and `specgen insert`."""
