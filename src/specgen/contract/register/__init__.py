"""The register: a row or a file for each contract, read from workbooks, CSV and folders, and written as a workbook."""
