"""The figures that Providers report: the workbook that asks for them, and how they are held against the contract."""
