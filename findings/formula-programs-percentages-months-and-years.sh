#!/usr/bin/env bash
# Four programs that work out a workbook's formulas without Excel: hyperformula 3.5.0 (npm), pycel 1.0b30, xlcalculator
# 0.5.0 and formulas 1.3.4 (Python).
#
# Guessed before it was run: a function that a program has gives what ECMA-376 part 1, 18.17.7 says, or an error value: a
# percentage printed by TEXT is that percentage, a month after 31 January is the last day of February (EDATE), 1 April to
# 31 March is one year of the banker's count (YEARFRAC without a basis, 30 days a month).
# Seen: hyperformula prints TEXT(0.6, "0%") as 1%, TEXT(225000, "#,##0") as 225000,##0 and TEXT of a day in “d mmmm yyyy”
# as 1 0400 2026; pycel gives 3 March as the day a month after 31 January; xlcalculator gives 0.997 years; formulas gives
# all as the standard says. Nothing is said of a wrong value.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check \
    pycel==1.0b30 xlcalculator==0.5.0 formulas==1.3.4 openpyxl==3.1.5 2> /dev/null
npm init -y > /dev/null
npm install --silent --no-audit --no-fund hyperformula@3.5.0 > /dev/null
cat > formulas.json <<'JSON'
["=TEXT(0.6,\"0%\")", "=TEXT(225000,\"#,##0\")", "=TEXT(DATE(2026,4,1),\"d mmmm yyyy\")",
 "=EDATE(DATE(2026,1,31),1)", "=YEARFRAC(DATE(2026,4,1),DATE(2027,3,31))"]
JSON
node -e "
const { HyperFormula } = require('hyperformula');
const asked = require('./formulas.json');
const sheet = HyperFormula.buildFromArray(asked.map((each) => [each]), { licenseKey: 'gpl-v3' });
require('fs').writeFileSync('seen.json', JSON.stringify(asked.map((_, row) => sheet.getCellValue({ sheet: 0, row, col: 0 }))));
"
venv/bin/python - 2> /dev/null <<'PY'
import datetime
import json
import sys
import warnings

warnings.simplefilter("ignore")
import formulas
import openpyxl
from pycel import ExcelCompiler
from xlcalculator import Evaluator, ModelCompiler

asked = json.load(open("formulas.json"))
book = openpyxl.Workbook()
for row, each in enumerate(asked, 1):
    book.active.cell(row, 1, each)
book.save("asked.xlsx")
pycel = ExcelCompiler(filename="asked.xlsx")
xl = Evaluator(ModelCompiler().read_and_parse_archive("asked.xlsx"))


def plain(value: object) -> str:
    value = getattr(value, "value", value)
    value = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(value, datetime.datetime):
        value = (value - datetime.datetime(1899, 12, 30)).days
    return f"{value:.4g}" if isinstance(value, float) and value < 2 else str(value).removesuffix(".0")


def of(program, row: int) -> str:
    try:
        return plain(program(row))
    except Exception:
        return "an error"


seen = {
    "hyperformula": [plain(each) for each in json.load(open("seen.json"))],
    "pycel": [of(lambda row: pycel.evaluate(f"Sheet!A{row}"), row) for row in range(1, 6)],
    "xlcalculator": [of(lambda row: xl.evaluate(f"Sheet!A{row}"), row) for row in range(1, 6)],
    "formulas": [of(lambda row: formulas.Parser().ast(asked[row - 1])[1].compile()(), row) for row in range(1, 6)],
}
for row, each in enumerate(asked):
    print(each, *(f"{name}: {values[row]}" for name, values in seen.items()), sep="  ")
right = ["60%", "225,000", "1 April 2026", "46081", "1"]
expected = {
    "hyperformula": ["1%", "225000,##0", "1 0400 2026", "46081", "1"],
    "pycel": ["60%", "225,000", "1 April 2026", "46084", "1"],
    "xlcalculator": ["an error", "an error", "an error", "46081", "0.9972"],
    "formulas": right,
}
if seen != expected:
    print("this has changed")
    sys.exit(1)
PY
