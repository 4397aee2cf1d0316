"""`specgen duties`: who owes what, to whom and when, on screen, as a workbook, a calendar or a page for a meeting."""
