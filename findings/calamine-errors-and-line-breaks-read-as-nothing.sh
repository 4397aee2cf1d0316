#!/usr/bin/env bash
# python-calamine 0.9.1 and pandas 3.1.1 with it: cells that show an error, and lines of one cell in .ods.
#
# Guessed before it was run: a cell that shows #N/A or #DIV/0! (a formula's saved value, ECMA-376 part 1, 18.18.11, type
# `e`) is given as that error, as openpyxl does, or refused; the two lines of a cell in .ods (text:line-break,
# OpenDocument 1.3 part 3, 6.1.5) stay two.
# Seen: an error is the empty text "", not to be told from a cell that nobody filled, so that a default takes its
# place; the line break is gone without a space, so that “at least 1” over “5 people” reads “at least 15 people”, and two
# codes on two lines are one. Two paragraphs in a cell stay two lines.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check XlsxWriter==3.3.1 python-calamine==0.9.1 pandas==3.1.1 \
    openpyxl==3.1.5
venv/bin/python - <<'PY'
import zipfile

import openpyxl
import pandas
import python_calamine
import xlsxwriter

with xlsxwriter.Workbook("sent.xlsx") as book:
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Reference", "Share"])
    for row, (formula, value) in enumerate((("=NA()", "#N/A"), ("=1/0", "#DIV/0!")), 1):
        sheet.write(row, 0, f"X9-{row}")
        sheet.write_formula(row, 1, formula, None, value)
    sheet.write(3, 0, "X9-3")
NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
cells = "".join(
    f'<table:table-cell office:value-type="string">{inner}</table:table-cell>'
    for inner in (
        "<text:p>at least 1<text:line-break/>5 people</text:p>",
        "<text:p>X9A<text:line-break/>X9B</text:p>",
        "<text:p>X9A</text:p><text:p>X9B</text:p>",
    )
)
with zipfile.ZipFile("sent.ods", "w") as archive:
    archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    archive.writestr(
        "META-INF/manifest.xml",
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
    )
    archive.writestr(
        "content.xml",
        f'<office:document-content {NAMES} office:version="1.3"><office:body><office:spreadsheet><table:table '
        f'table:name="S"><table:table-row>{cells}</table:table-row></table:table></office:spreadsheet></office:body>'
        "</office:document-content>",
    )


def by_calamine(name):
    return python_calamine.CalamineWorkbook.from_path(name).get_sheet_by_index(0).to_python()


errors = [row[1] for row in by_calamine("sent.xlsx")[1:]]
blank = [bool(each) for each in pandas.read_excel("sent.xlsx", engine="calamine")["Share"].isna()]
by_openpyxl = [row[1].value for row in openpyxl.load_workbook("sent.xlsx", data_only=True).active.iter_rows(min_row=2)]
lines = by_calamine("sent.ods")[0]
print("python-calamine", python_calamine.__version__ if hasattr(python_calamine, "__version__") else "0.9.1")
print("#N/A, #DIV/0! and a blank cell, by calamine:", errors, "by openpyxl:", by_openpyxl, "; blank to pandas:", blank)
print("lines of cells in .ods:", lines)
if errors != ["", "", ""] or blank != [True] * 3 or by_openpyxl != ["#N/A", "#DIV/0!", None]:
    raise SystemExit("this has changed")
if lines != ["at least 15 people", "X9AX9B", "X9A\nX9B"]:
    raise SystemExit("this has changed: line breaks")
PY
