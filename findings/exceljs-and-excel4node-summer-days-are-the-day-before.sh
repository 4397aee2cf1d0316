#!/usr/bin/env bash
# exceljs 4.4.0 and excel4node 1.8.2 (npm), beside SheetJS 0.18.5: the last day of a contract, put into a cell in London.
#
# Guessed before it was run: new Date(2026, 5, 30), 30 June 2026 where the program runs, is 30 June 2026 in the cell, as a
# cell has no time zone (a day's number, ECMA-376 part 1, 18.17.4.1), and SheetJS writes it so.
# Seen: both write what the clock showed at Greenwich, 29 June 2026, 23:00. In the format dd/mm/yyyy the cell shows 29/06/2026, and
# so it goes with each day from 30 March to 25 October 2026, in summer time; days in winter are right. The hour is not seen.
# exceljs in London reads its own file as the day that was meant, so that one's own test finds nothing; Excel, LibreOffice and
# openpyxl show the day before. Nothing is said.
# Contracts that end on 30 June or 30 September end on the 29th in the register, those that end on 31 December do not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check openpyxl==3.1.5 et_xmlfile==2.0.0
npm init -y > /dev/null
npm install --silent --no-audit --no-fund exceljs@4.4.0 excel4node@1.8.2 xlsx@0.18.5 > /dev/null
cat > write.js <<'JS'
const ExcelJS = require('exceljs');
const excel4node = require('excel4node');
const XLSX = require('xlsx');
const days = [new Date(2026, 5, 30), new Date(2026, 8, 30), new Date(2026, 11, 31)];

async function written() {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('Contracts');
  days.forEach((day, row) => {
    const cell = sheet.getCell(row + 1, 1);
    cell.value = day;
    cell.numFmt = 'dd/mm/yyyy';
  });
  await book.xlsx.writeFile('exceljs.xlsx');
  const again = new ExcelJS.Workbook();
  await again.xlsx.readFile('exceljs.xlsx');
  const back = days.map((_, row) => again.worksheets[0].getCell(row + 1, 1).value.toLocaleDateString('en-GB'));
  console.log('exceljs reads its own file as', back.join(', '));
  if (back.join() !== '30/06/2026,30/09/2026,31/12/2026') throw new Error('this has changed');
  const other = new excel4node.Workbook();
  const contracts = other.addWorksheet('Contracts');
  days.forEach((day, row) => contracts.cell(row + 1, 1).date(day).style({ numberFormat: 'dd/mm/yyyy' }));
  require('fs').writeFileSync('excel4node.xlsx', await other.writeToBuffer());
  const rows = XLSX.utils.aoa_to_sheet(days.map((day) => [day]), { dateNF: 'dd/mm/yyyy' });
  XLSX.writeFile({ SheetNames: ['Contracts'], Sheets: { Contracts: rows } }, 'sheetjs.xlsx');
}
written().catch((said) => {
  console.log(said.message);
  process.exit(1);
});
JS
TZ=Europe/London node write.js
venv/bin/python - <<'PY'
import openpyxl

seen = {}
for program in ("exceljs", "excel4node", "sheetjs"):
    column = openpyxl.load_workbook(f"{program}.xlsx").active["A"]
    seen[program] = [f"{cell.value:%d/%m/%Y %H:%M}" for cell in column]
    print(f"{program} wrote", ", ".join(seen[program]))
moved = ["29/06/2026 23:00", "29/09/2026 23:00", "31/12/2026 00:00"]
meant = ["30/06/2026 00:00", "30/09/2026 00:00", "31/12/2026 00:00"]
if seen != {"exceljs": moved, "excel4node": moved, "sheetjs": meant}:
    raise SystemExit("this has changed")
PY
