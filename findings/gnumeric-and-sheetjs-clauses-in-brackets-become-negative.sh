#!/usr/bin/env bash
# Gnumeric 1.12.55 (ssconvert) and SheetJS 0.18.5 (npm xlsx), a CSV file: clauses that are written (1), (2), (5.1).
#
# Guessed before it was run: (1) in a list of clauses is text, as it is to LibreOffice, R, pandas, exceljs, csvkit and
# pyexcel: a figure in brackets is a loss in accounts alone, among cells that look like sums of money.
# Seen: both read (1) as the number -1, (2) as -2 and (5.1) as -5.1, each cell alone, so that (ii) in the next row stays
# text. ssconvert gives the cell a format for accounts in dollars besides, and writes -1 into the CSV file that it makes of
# a CSV file; 3/4 it takes for the 4th of March of the year in which it runs. Nothing is said by either.
# Local terms are numbered so in most contracts; a register that went through either asks for clause minus one.
#
# Needs `ssconvert` (Debian: gnumeric).
set -euo pipefail
command -v ssconvert >/dev/null || { echo "ssconvert is not installed: nothing was tried"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund xlsx@0.18.5 > /dev/null
printf 'Reference,Clause\nX9-1,(1)\nX9-2,(2)\nX9-3,(5.1)\nX9-4,(ii)\nX9-5,3/4\n' > sent.csv
ssconvert --version 2>&1 | head -n 1
LC_ALL=C.UTF-8 ssconvert sent.csv gnumeric.csv 2>/dev/null
echo "ssconvert: $(tail -n +2 gnumeric.csv | tr '\n' ' ')"
tail -n +2 gnumeric.csv | head -n 4 > first.txt
diff - first.txt <<'END' || { echo "this has changed"; exit 1; }
X9-1,-1
X9-2,-2
X9-3,-5.1
X9-4,(ii)
END
tail -n 1 gnumeric.csv | grep -qE '^X9-5,20[0-9]{2}/03/04$' || { echo "this has changed"; exit 1; }
node -e "
const XLSX = require('xlsx');
const book = XLSX.readFile('sent.csv');
const clauses = XLSX.utils.sheet_to_json(book.Sheets.Sheet1).map((row) => row.Clause);
console.log('SheetJS', XLSX.version + ':', JSON.stringify(clauses));
if (JSON.stringify(clauses.slice(0, 4)) !== JSON.stringify([-1, -2, -5.1, '(ii)'])) {
  console.log('this has changed');
  process.exit(1);
}
"
