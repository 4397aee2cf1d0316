"""What a review found, as a Word document, a workbook and JSON."""
