#!/usr/bin/env bash
# openpyxl 3.1.5: a workbook saved as “Strict Open XML Spreadsheet”, and a cell with the line end of Windows.
#
# Guessed before it was run: a workbook of the strict kind (ECMA-376 part 1, namespace purl.oclc.org/ooxml), which Excel
# offers under Save As with the same ending .xlsx, is read, as SheetJS and python-calamine do, or refused; a carriage
# return, which the file holds as `_x000D_` (22.9.2.19), is read as one.
# Seen: the strict workbook opens and has no sheet at all; a warning calls the sheet “an invalid specification”, and no
# error stops whoever goes through its sheets and finds no contract. “Leeds” over “Bradford”, pasted with Windows line ends, is read as “Leeds_x000D_” over “Bradford”, so that the
# same address is another one than in the next row. python-calamine 0.9.1 reads both as they are meant.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check openpyxl==3.1.5 et_xmlfile==2.0.0 XlsxWriter==3.3.1 \
    python-calamine==0.9.1
venv/bin/python - <<'PY'
import warnings
import zipfile

import openpyxl
import python_calamine
import xlsxwriter

with xlsxwriter.Workbook("sent.xlsx") as book:
    sheet = book.add_worksheet("Contracts")
    sheet.write_row(0, 0, ["Reference", "Address"])
    sheet.write_row(1, 0, ["X9-1", "Leeds\r\nBradford"])
OTHER = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}
with zipfile.ZipFile("sent.xlsx") as old, zipfile.ZipFile("strict.xlsx", "w") as new:
    for name in old.namelist():
        text = old.read(name).decode()
        for one, two in OTHER.items():
            text = text.replace(one, two)
        if name == "xl/workbook.xml":
            text = text.replace("<workbook ", '<workbook conformance="strict" ', 1)
        new.writestr(name, text)


def by_calamine(name):
    return python_calamine.CalamineWorkbook.from_path(name).get_sheet_by_index(0).to_python()[1]


with warnings.catch_warnings(record=True) as warned:
    sheets = openpyxl.load_workbook("strict.xlsx").sheetnames
address = openpyxl.load_workbook("sent.xlsx").active["B2"].value
print("openpyxl", openpyxl.__version__)
print("sheets of the strict workbook:", sheets, "; warned:", [str(each.message) for each in warned], "; by calamine:", by_calamine("strict.xlsx"))
print("the address:", repr(address), "; by calamine:", repr(by_calamine("sent.xlsx")[1]))
if sheets or by_calamine("strict.xlsx") != ["X9-1", "Leeds\r\nBradford"] or address != "Leeds_x000D_\nBradford":
    raise SystemExit("this has changed")
PY
