#!/usr/bin/env bash
# carbone 3.8.2 (npm): amounts put into a workbook made as a template, with a formula that sums them.
#
# Guessed before it was run: a number that stands alone in a cell is put there as a number, as exceljs and XlsxWriter
# write one, so that the template's =SUM counts it and its format “0%” shows it.
# Seen: every value is put there as text, so that the sum of 157500 and 67500 is 0 once it is worked out, and a share of 0.85
# in a cell for percentages shows 0.85. With the formatter for numbers, {d.first:formatN(0)}, the cell is the text 157,500
# and the sum is 0 as well. Nothing is said. The payment schedule shows two right amounts over a total of nought.
#
# Needs `soffice` (Debian: libreoffice-calc), which works the formula out.
set -euo pipefail
command -v soffice >/dev/null || { echo "soffice is not installed: nothing was tried"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check openpyxl==3.1.5 et_xmlfile==2.0.0
npm init -y > /dev/null
npm install --silent --no-audit --no-fund carbone@3.8.2 > /dev/null
venv/bin/python - <<'PY'
import openpyxl

for name, form in (("bare", ""), ("formatted", ":formatN(0)")):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["On signing", f"{{d.first{form}}}"])
    sheet.append(["In October", f"{{d.second{form}}}"])
    sheet.append(["Sum", "=SUM(B1:B2)"])
    sheet.append(["Share of people", "{d.share}"])
    sheet["B4"].number_format = "0%"
    book.save(f"{name}.xlsx")
PY
cat > fill.js <<'JS'
const fs = require('fs');
const carbone = require('carbone');
const fill = (name) =>
  new Promise((done, failed) =>
    carbone.render(`${process.cwd()}/${name}.xlsx`, { first: 157500, second: 67500, share: 0.85 }, (error, filled) =>
      error ? failed(error) : done(fs.writeFileSync(`${name}-filled.xlsx`, filled)),
    ),
  );
fill('bare')
  .then(() => fill('formatted'))
  .then(() => process.exit(0));
JS
node fill.js
soffice --version
for name in bare formatted; do
    soffice "-env:UserInstallation=file://$folder/profile" --headless --convert-to csv --outdir shown "$name-filled.xlsx" \
        >/dev/null 2>&1
    echo "$name: $(tr '\n' ' ' < "shown/$name-filled.csv")"
done
diff shown/bare-filled.csv - <<'END' || { echo "this has changed"; exit 1; }
On signing,157500
In October,67500
Sum,0
Share of people,0.85
END
diff shown/formatted-filled.csv - <<'END' || { echo "this has changed"; exit 1; }
On signing,"157,500"
In October,"67,500"
Sum,0
Share of people,0.85
END
