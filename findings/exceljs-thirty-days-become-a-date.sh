#!/usr/bin/env bash
# exceljs 4.4.0 (npm): cells whose number format adds words, and days that are written as ISO dates.
#
# Guessed before it was run: 30 in the format `0 \d\a\y\s` (Excel's own way to store “0 days”: a backslash before each
# letter, ECMA-376 part 1, 18.8.31) is the number 30 and keeps that format when the file is opened and saved; a cell of
# the type `d` (18.18.11), which openpyxl writes with iso_dates and Excel as “Strict Open XML Spreadsheet”, is its day.
# Seen: the backslashes are taken out of every format, so that 30 is read as a day of January 1900, and the saved file has
# the format `0 days`, in which d, y and s are parts of a date. The day 2026-04-01 is read as 18 July 1905: its first four
# figures are taken for a day's number. Nothing is said either time.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check openpyxl==3.1.5 et_xmlfile==2.0.0
venv/bin/python - <<'PY'
import datetime

import openpyxl

book = openpyxl.Workbook(iso_dates=True)
book.active.append(["Pay within", 30])
book.active["B1"].number_format = r"0 \d\a\y\s"
book.active.append(["Starts", datetime.date(2026, 4, 1)])
book.save("sent.xlsx")
PY
npm init -y > /dev/null
npm install --silent --no-audit --no-fund exceljs@4.4.0 > /dev/null
TZ=UTC node -e "
const { Workbook } = require('exceljs');
(async () => {
  const book = new Workbook();
  await book.xlsx.readFile('sent.xlsx');
  const sheet = book.worksheets[0];
  console.log('30 in the format 0 \\\\d\\\\a\\\\y\\\\s is read as', sheet.getCell('B1').value);
  console.log('the day 2026-04-01 is read as', sheet.getCell('B2').value);
  await book.xlsx.writeFile('saved.xlsx');
  require('fs').writeFileSync('seen.json', JSON.stringify([sheet.getCell('B1').value, sheet.getCell('B2').value]));
})();
"
venv/bin/python - <<'PY'
import json

import openpyxl

read = [str(each)[:10] for each in json.load(open("seen.json"))]
saved = openpyxl.load_workbook("saved.xlsx").active["B1"].number_format
print("the format after opening and saving:", saved)
if read != ["1900-01-29", "1905-07-18"] or saved != "0 days":
    raise SystemExit("this has changed")
PY
