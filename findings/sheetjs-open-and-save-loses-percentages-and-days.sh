#!/usr/bin/env bash
# SheetJS 0.18.5 (npm xlsx): a workbook that is read and written with nothing edited, and days counted from 1904.
#
# Guessed before it was run: reading and writing keeps the number formats, since the reader itself gives “85%” and
# “01/04/2026” as each cell's text; and a day of a workbook that counts from 1904 (ECMA-376 part 1, 18.17.4.1, date1904)
# is that day when days are asked for with cellDates.
# Seen: every number format is gone, so that Excel shows 0.85 and 46113; rows hidden by a filter are shown again, beside
# the filter that is still set; lists of allowed values are gone. With cellDates the day 1 April 2026 of a workbook from
# 1904 is given as 31 March 2022, while the cell's text still says 01/04/2026. Nothing is said.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check XlsxWriter==3.3.1 openpyxl==3.1.5 et_xmlfile==2.0.0
venv/bin/python - <<'PY'
import datetime

import xlsxwriter

for name, since_1904 in (("sent", False), ("from-1904", True)):
    with xlsxwriter.Workbook(f"{name}.xlsx", {"date_1904": since_1904}) as book:
        sheet = book.add_worksheet("Contracts")
        sheet.write_row(0, 0, ["Reference", "Share", "Start"])
        for row in (1, 2):
            sheet.write(row, 0, f"X9-{row}")
            sheet.write_number(row, 1, 0.85, book.add_format({"num_format": "0%"}))
            sheet.write_datetime(row, 2, datetime.datetime(2026, 4, 1), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.autofilter("A1:C3")
        sheet.filter_column("A", "x == X9-1")
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.data_validation("B2:B3", {"validate": "decimal", "criteria": "<=", "value": 1})
PY
npm init -y > /dev/null
npm install --silent --no-audit --no-fund xlsx@0.18.5 > /dev/null
TZ=UTC node -e "
const XLSX = require('xlsx');
const book = XLSX.readFile('sent.xlsx');
console.log('texts as read:', book.Sheets.Contracts.B2.w, book.Sheets.Contracts.C2.w);
XLSX.writeFile(book, 'saved.xlsx');
const cell = XLSX.readFile('from-1904.xlsx', { cellDates: true }).Sheets.Contracts.C2;
console.log('from 1904, its value and its text:', cell.v.toISOString().slice(0, 10), cell.w);
require('fs').writeFileSync('seen.json', JSON.stringify([cell.v.toISOString().slice(0, 10), cell.w]));
"
venv/bin/python - <<'PY'
import json

import openpyxl

saved = openpyxl.load_workbook("saved.xlsx").active
found = (
    saved["B2"].value, saved["B2"].number_format, saved["C2"].value, saved["C2"].number_format, saved.row_dimensions[3].hidden,
    saved.auto_filter.ref, len(saved.data_validations.dataValidation),
)
print("saved: share, start, third row hidden, filter, lists of allowed values:", found)
if found != (0.85, "General", 46113, "General", False, "A1:C3", 0) or json.load(open("seen.json")) != ["2022-03-31", "01/04/2026"]:
    raise SystemExit("this has changed")
PY
