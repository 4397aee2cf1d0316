"""Lists of duties that go out: what is due in a portfolio, as a workbook and as a calendar."""
