#!/usr/bin/env bash
# openpyxl 3.1.5 (read_only=True), tablib 3.10.0 and csvkit 2.2.0 (in2csv), which read through it, and SheetJS 0.18.5 (npm
# xlsx): a sheet that holds more rows than its `dimension` says.
#
# Guessed before it was run: the part `dimension` (ECMA-376 part 1, 18.3.1.35), which may be left out, helps a reader to
# make room; the rows and cells are those of sheetData, whatever it says, as for openpyxl without read_only, pandas,
# python-calamine, exceljs, petl, R's readxl and Gnumeric.
# Seen: rows and columns outside it are not there: of three contracts one is read, without its expiry. read_only changes what
# is read, not how fast alone. No error and no warning from any of them.
# A program that adds rows to a template's sheet and leaves its dimension as it was makes such a file; the contracts that
# were added are then in no count.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check openpyxl==3.1.5 'tablib[xlsx]==3.10.0' csvkit==2.2.0 \
    agate-excel==0.4.2 python-calamine==0.9.1
npm init -y > /dev/null
npm install --silent --no-audit --no-fund xlsx@0.18.5 > /dev/null
venv/bin/python - <<'PY'
import zipfile

import openpyxl

book = openpyxl.Workbook()
for row in (
    ["Reference", "Commissioner", "Expiry"],
    ["X9-1", "Eastmere", "2027-03-31"],
    ["X9-2", "Eastmere", "2028-03-31"],
    ["X9-3", "Northbrook", "2029-03-31"],
):
    book.active.append(row)
book.save("whole.xlsx")
with zipfile.ZipFile("whole.xlsx") as whole, zipfile.ZipFile("added.xlsx", "w") as added:
    for name in whole.namelist():
        part = whole.read(name)
        if name.endswith("sheet1.xml"):
            assert b'<dimension ref="A1:C4"' in part
            part = part.replace(b'<dimension ref="A1:C4"', b'<dimension ref="A1:B2"')
        added.writestr(name, part)
PY
venv/bin/in2csv added.xlsx > in2csv.csv
node -e "
const XLSX = require('xlsx');
const rows = XLSX.utils.sheet_to_json(XLSX.readFile('added.xlsx').Sheets.Sheet, { header: 1 });
require('fs').writeFileSync('sheetjs.json', JSON.stringify(rows));
"
venv/bin/python - <<'PY'
import csv
import json
from pathlib import Path

import openpyxl
import tablib
from python_calamine import CalamineWorkbook


def by_openpyxl(**options):
    return [list(row) for row in openpyxl.load_workbook("added.xlsx", **options).active.iter_rows(values_only=True)]


table = tablib.Dataset().load(Path("added.xlsx").read_bytes(), format="xlsx")
short = {
    "openpyxl, read_only": by_openpyxl(read_only=True),
    "tablib": [table.headers, *(list(row) for row in table)],
    "in2csv": list(csv.reader(Path("in2csv.csv").read_text(encoding="utf-8").splitlines())),
    "SheetJS": json.loads(Path("sheetjs.json").read_text(encoding="utf-8")),
}
whole = {
    "openpyxl": by_openpyxl(),
    "python-calamine": CalamineWorkbook.from_path("added.xlsx").get_sheet_by_index(0).to_python(),
}
for name, rows in (short | whole).items():
    print(f"{name}: {rows}")
if any(rows != [["Reference", "Commissioner"], ["X9-1", "Eastmere"]] for rows in short.values()):
    raise SystemExit("this has changed")
if any(len(rows) != 4 or rows[3] != ["X9-3", "Northbrook", "2029-03-31"] for rows in whole.values()):
    raise SystemExit("this has changed")
PY
