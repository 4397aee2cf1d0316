#!/usr/bin/env bash
# excelize 0.1.0 (Python, the library of the same name for Go): sums that it works out (calc_cell_value, CalcCellValue), beside
# the functions of LibreOffice.
#
# Guessed before it was run: SUM and AVERAGE of cells count the numbers and pass over text, as Excel's help says of references
# and ECMA-376 part 1, 18.17.7, so that a heading in the range does no harm; SUBTOTAL(109, …) leaves hidden rows
# out; TRIM leaves one blank between words.
# Seen: a text that looks like a number is counted: under a heading 2026 that is text, payments of £157,500 and £67,500 add up to
# 227026, their average is 75675.33 in place of 112500, and a remark “30” makes SUMIFS 225030; SUMIF passes over the
# same cell, and so do MAX and COUNT. SUBTOTAL(109, …) is the sum with the hidden payment. COUNTIF does not find the text 30,
# and TRIM leaves two blanks between two words, so that two names of one provider are not the same. Nothing is said.
# A register whose years are headings, or whose reference numbers stand as text, is 2,026 pounds dearer on the server.
#
# With `soffice` (Debian: libreoffice-calc) the same workbook is worked out there too.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check excelize==0.1.0 openpyxl==3.1.5 et_xmlfile==2.0.0
cat > work.py <<'PY'
import os
import shutil
import subprocess

import excelize
import openpyxl

SEEN = {
    "SUM(B1:B3)": ("227026", 225000),
    "SUM(B2:B3)": ("225000", 225000),
    "AVERAGE(B1:B3)": ("75675.3333333333", 112500),
    "MAX(B1:B3)": ("157500", 157500),
    "COUNT(B1:B4)": ("2", 2),
    'SUMIF(A2:A4,"X9*",B2:B4)': ("225000", 225000),
    'SUMIFS(B2:B4,A2:A4,"X9*")': ("225030", 225000),
    "SUBTOTAL(109,B2:B3)": ("225000", 157500),
    'COUNTIF(B2:B4,"30")': ("0", 1),
    'TRIM("North  Home Care")': ("North  Home Care", "North Home Care"),
}
book = openpyxl.Workbook()
sheet = book.active
sheet.title = "Payments"
for row in (["Reference", "2026"], ["X9-1", 157500], ["X9-2", 67500], ["X9-3", "30"]):
    sheet.append(row)
sheet.row_dimensions[3].hidden = True
for number, formula in enumerate(SEEN, start=1):
    sheet.cell(number, 5).value = f"={formula}"
book.save("payments.xlsx")
file = excelize.open_file("payments.xlsx")
came = [file.calc_cell_value("Payments", f"E{number}") for number in range(1, len(SEEN) + 1)]
for formula, value in zip(SEEN, came):
    print(f"excelize: {formula} is {value}")
if came != [excelized for excelized, _ in SEEN.values()]:
    raise SystemExit("this has changed")
if shutil.which("soffice"):
    convert = ["soffice", f"-env:UserInstallation=file://{os.getcwd()}/profile", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*convert, "--outdir", "out", "payments.xlsx"], check=True, capture_output=True)
    column = openpyxl.load_workbook("out/payments.xlsx", data_only=True).active["E"]
    values = [cell.value for cell in column]
    print("LibreOffice:", values)
    if values != [printed for _, printed in SEEN.values()]:
        raise SystemExit("this has changed")
PY
venv/bin/python work.py
