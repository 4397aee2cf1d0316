"""The commands about what Providers report and what it comes to over a portfolio."""
