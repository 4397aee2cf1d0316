#!/usr/bin/env bash
# exceljs 4.4.0 (npm) beside SheetJS 0.18.5 and openpyxl 3.1.5: a ceiling that stands once for two contracts.
#
# Guessed before it was run: of cells that are merged (mergeCell, ECMA-376 part 1, 18.3.1.54) the first holds the
# value and the others are empty, as they are in the file, and as SheetJS, openpyxl, pandas and LibreOffice give them.
# Seen: exceljs gives the value at every one of them, by row.values, getCell and eachRow alike, so that the ceiling of
# £100,000 that two contracts share is read for each, and the sum of the column is £250,000 in place of £150,000. Only
# cell.master or cell.isMerged tells. Nothing is said.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check openpyxl==3.1.5 et_xmlfile==2.0.0
npm init -y > /dev/null
npm install --silent --no-audit --no-fund exceljs@4.4.0 xlsx@0.18.5 > /dev/null
venv/bin/python - <<'PY'
import openpyxl

book = openpyxl.Workbook()
sheet = book.active
for row in (["Reference", "Ceiling"], ["X9-1", 100000], ["X9-2", None], ["X9-3", 50000]):
    sheet.append(row)
sheet.merge_cells("B2:B3")
book.save("ceilings.xlsx")
read = openpyxl.load_workbook("ceilings.xlsx").active
cells = [row[0] for row in read.iter_rows(min_row=2, min_col=2, values_only=True)]
print("openpyxl:", cells)
if cells != [100000, None, 50000]:
    raise SystemExit("this has changed")
PY
node -e "
const ExcelJS = require('exceljs');
const XLSX = require('xlsx');
const rows = XLSX.utils.sheet_to_json(XLSX.readFile('ceilings.xlsx').Sheets.Sheet);
const sheetjs = rows.map((row) => row.Ceiling ?? null);
const book = new ExcelJS.Workbook();
book.xlsx.readFile('ceilings.xlsx').then(() => {
  const exceljs = [];
  book.worksheets[0].eachRow((row, number) => number > 1 && exceljs.push(row.getCell(2).value));
  const sum = exceljs.reduce((one, two) => one + two);
  console.log('SheetJS:', JSON.stringify(sheetjs));
  console.log('exceljs:', JSON.stringify(exceljs), 'sum', sum);
  if (JSON.stringify(sheetjs) !== '[100000,null,50000]' || JSON.stringify(exceljs) !== '[100000,100000,50000]') {
    console.log('this has changed');
    process.exit(1);
  }
});
"
