#!/usr/bin/env bash
# Five readers of sums of money in a text: price-parser 0.5.1 and, without its optional classifier, quantulum3 0.10.0
# (Python), currency.js 2.0.4, accounting 0.4.1 and numeral 2.0.6 (npm).
#
# Guessed before it was run: of “£1.2 million”, “£250k”, “(£500)” and “between £5,000 and £6,000” each gives the sum, or the
# first of two, or says that it cannot.
# Seen: a million and a thousand in words or as a letter are passed over by price-parser, currency.js and accounting
# (numeral knows the letters and not the words); brackets and a minus mean nothing to price-parser; the three of npm run two
# sums together to 50006000; numeral reads “£30,000 (2026/27)” as a debt of 30000202627; and quantulum3, the only one to know
# the word million, reads “£1.2m” as 1.2 “pound sterling metre”. None says anything.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check price-parser==0.5.1 quantulum3==0.10.0 setuptools==80.9.0
npm init -y > /dev/null
npm install --silent --no-audit --no-fund currency.js@2.0.4 accounting@0.4.1 numeral@2.0.6 > /dev/null
cat > sums.json <<'JSON'
["£1.2 million", "£1.2m", "£250k", "(£500)", "-£500", "between £5,000 and £6,000", "£30,000 (2026/27)"]
JSON
node -e "
const [currency, accounting, numeral] = ['currency.js', 'accounting', 'numeral'].map((name) => require(name));
const readers = { 'currency.js': (x) => currency(x).value, accounting: accounting.unformat, numeral: (x) => numeral(x).value() };
const seen = {};
for (const [name, read] of Object.entries(readers)) seen[name] = require('./sums.json').map((sum) => String(read(sum)));
require('fs').writeFileSync('seen.json', JSON.stringify(seen));
"
venv/bin/python - <<'PY'
import json
import warnings

warnings.simplefilter("ignore")
from price_parser import Price
from quantulum3 import parser

sums = json.load(open("sums.json", encoding="utf-8"))
seen = json.load(open("seen.json"))
seen["price-parser"] = [str(Price.fromstring(each).amount_float) for each in sums]
seen["quantulum3"] = [f"{(first := parser.parse(each)[0]).value:.15g} {first.unit.name}" for each in sums]
for at, each in enumerate(sums):
    print(f"{each}: ", "; ".join(f"{name} {read[at]}" for name, read in seen.items()))
pound = "pound sterling"
expected = {
    "currency.js": ["1.2", "1.2", "250", "-500", "-500", "50006000", "NaN"],
    "accounting": ["1.2", "1.2", "250", "-500", "-500", "50006000", "30000"],
    "numeral": ["1.2", "1200000", "250000", "-500", "-500", "50006000", "-30000202627"],
    "price-parser": ["1.2", "1.2", "250.0", "500.0", "500.0", "5000.0", "30000.0"],
    "quantulum3": [
        f"1200000 {pound}",
        f"1.2 {pound} metre",
        f"250000 {pound}",
        f"-500 {pound}",
        f"500 {pound}",
        f"5000 {pound}",
        f"30000 {pound}",
    ],
}
if seen != expected:
    raise SystemExit("this has changed")
PY
