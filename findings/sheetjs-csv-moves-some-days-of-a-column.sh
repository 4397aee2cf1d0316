#!/usr/bin/env bash
# SheetJS 0.18.5 (npm xlsx): a register as a CSV file, with days that are written day first.
#
# Guessed before it was run: a day like 03/04/2026 is text, since the file does not say how it is meant; or one rule is
# taken for the whole column, as DuckDB and polars do, in which 31/03/2027 shows that the day comes first.
# Seen: each cell is guessed alone, month first: 03/04/2026 is 4 March 2026, a day of the sheet's own, and 31/03/2027 in the
# next row stays text. Clause “1-2” is 2 January 2001, clause “3/4” 4 March 2001, the code 1E5 is 100000, 0042 is 42. The
# cell's text is then made of the date as well, so that raw: false gives “3/4/26” and “1/2/01”, and what the file said is
# nowhere. Nothing is said. With raw: true when it is read, all stays text.
# A page where people hand in “CSV or Excel” reads half of the expiry days wrong and the other half as words.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund xlsx@0.18.5 > /dev/null
cat > read.js <<'JS'
const assert = require('assert');
const xlsx = require('xlsx');

const sent = ['Reference,Expiry,Clause,Provider,Site', 'X9-1,03/04/2026,1-2,0042,1E5', 'X9-2,31/03/2027,3/4,0043,15E'];
const rows = (options, shown) => {
  const sheet = xlsx.read(sent.join('\n'), { type: 'string', ...options }).Sheets.Sheet1;
  return xlsx.utils.sheet_to_json(sheet, shown).map((row) => Object.values(row).slice(1));
};
const day = (number) => new Date(Date.UTC(1899, 11, 30 + number)).toISOString().slice(0, 10);
const values = rows({}, {}).map(([expiry, clause, ...codes]) => [
  typeof expiry === 'number' ? day(expiry) : expiry, typeof clause === 'number' ? day(clause) : clause, ...codes]);
const texts = rows({}, { raw: false });
const raw = rows({ raw: true }, {});
console.log('SheetJS', xlsx.version, 'values:', JSON.stringify(values));
console.log('texts:', JSON.stringify(texts));
console.log('with raw: true:', JSON.stringify(raw));
try {
  assert.deepStrictEqual(values, [['2026-03-04', '2001-01-02', 42, 100000], ['31/03/2027', '2001-03-04', 43, '15E']]);
  assert.deepStrictEqual(texts.map((row) => row.slice(0, 2)), [['3/4/26', '1/2/01'], ['31/03/2027', '3/4/01']]);
  assert.deepStrictEqual(raw.map((row) => row.join()), sent.slice(1).map((line) => line.slice(5)));
} catch (error) {
  console.log('this has changed');
  process.exit(1);
}
JS
TZ=UTC node read.js
