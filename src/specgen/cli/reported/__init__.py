"""The commands about the figures that Providers report."""
