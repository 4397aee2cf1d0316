#!/usr/bin/env bash
# exceljs 4.4.0 (npm): a row that is put into a payment schedule, or taken out of it (insertRow, spliceRows).
#
# Guessed before it was run: what belongs to the rows below moves with them, as in Excel and as its own defined names, merged
# cells and row heights do: the total =SUM(B2:B3) becomes =SUM(B2:B4), and hidden rows, lists of allowed values and comments
# stay with their rows; or none of it moves, and the page says so, as openpyxl's does.
# Seen: the total moves down and still adds B2:B3, so that it leaves out the last payment, or, with a row taken out, adds
# itself; the file keeps the old sum beside it. The third row stays hidden, so that the new payment is not seen and the one
# that somebody had hidden is; the list of allowed values and the condition stay where they were; the comment is gone from
# the file. The defined name and the merged cells have moved. Nothing is said.
# A payment schedule gets a payment that nobody sees, and a total that is none of its sums.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check openpyxl==3.1.5 et_xmlfile==2.0.0
npm init -y > /dev/null
npm install --silent --no-audit --no-fund exceljs@4.4.0 > /dev/null
cat > change.js <<'JS'
const { Workbook } = require('exceljs');
const rule = { type: 'expression', formulae: ['B4>200000'], style: { font: { bold: true } } };
(async () => {
  const book = new Workbook();
  const sheet = book.addWorksheet('Payments');
  sheet.addRows([['When', 'Sum', 'State'], ['On signing', 157500, 'Due'], ['October', 67500, 'Due'], ['Total']]);
  sheet.getCell('B4').value = { formula: 'SUM(B2:B3)', result: 225000 };
  sheet.getCell('C3').dataValidation = { type: 'list', formulae: ['"Due,Paid"'] };
  sheet.getCell('A3').note = 'Agreed on 3 March';
  sheet.getRow(3).hidden = true;
  sheet.addConditionalFormatting({ ref: 'B4', rules: [rule] });
  book.definedNames.add('Payments!$B$4', 'Total');
  sheet.getCell('A6').value = 'Paid by the Commissioner.';
  sheet.mergeCells('A6:C6');
  await book.xlsx.writeFile('as-made.xlsx');
  const changes = {
    'put-in': (rows) => rows.insertRow(3, ['July', 50000, 'Due']),
    'taken-out': (rows) => rows.spliceRows(2, 1),
  };
  for (const [name, change] of Object.entries(changes)) {
    const opened = new Workbook();
    await opened.xlsx.readFile('as-made.xlsx');
    change(opened.getWorksheet('Payments'));
    await opened.xlsx.writeFile(`${name}.xlsx`);
  }
})();
JS
node change.js
venv/bin/python - <<'PY'
import openpyxl

seen = {}
for name in ("as-made", "put-in", "taken-out"):
    sheet = openpyxl.load_workbook(f"{name}.xlsx")["Payments"]
    kept = openpyxl.load_workbook(f"{name}.xlsx", data_only=True)["Payments"]
    total = next(row for row in range(1, 8) if sheet.cell(row, 1).value == "Total")
    seen[name] = {
        "total": (f"B{total}", sheet.cell(total, 2).value, kept.cell(total, 2).value),
        "named": sheet.parent.defined_names["Total"].attr_text,
        "merged": [str(cells) for cells in sheet.merged_cells.ranges],
        "hidden": [sheet.cell(row, 1).value for row in range(1, 8) if sheet.row_dimensions[row].hidden],
        "allowed": [sheet.cell(int(str(each.sqref)[1:]), 1).value for each in sheet.data_validations.dataValidation],
        "condition": [str(cells.sqref) for cells in sheet.conditional_formatting],
        "comments": [cell.comment.text for row in sheet for cell in row if cell.comment],
    }
    print(f"{name}:", *(f"{what} {value};" for what, value in seen[name].items()))
    print(" ", [[cell.value for cell in row[:2]] for row in sheet if row[0].value])
made, put_in, taken_out = seen.values()
if made["hidden"] != ["October"] or made["allowed"] != ["October"] or made["comments"] != ["Agreed on 3 March"]:
    raise SystemExit("this has changed")
if put_in["total"] != ("B5", "=SUM(B2:B3)", 225000) or put_in["named"] != "Payments!$B$5":
    raise SystemExit("this has changed")
if put_in["hidden"] != ["July"] or put_in["allowed"] != ["July"] or put_in["condition"] != ["B4"] or put_in["comments"]:
    raise SystemExit("this has changed")
if taken_out["total"] != ("B3", "=SUM(B2:B3)", 225000) or put_in["merged"] != ["A7:C7"]:
    raise SystemExit("this has changed")
PY
