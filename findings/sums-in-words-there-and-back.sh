#!/usr/bin/env bash
# A sum in figures and in words, as contracts print it twice. From figures: num2words 0.5.14 (Python), number-to-words
# 1.2.4 and written-number 0.11.1 (npm). From words: word2number 1.1 (Python), words-to-numbers 1.5.1 (npm).
#
# Guessed before it was run: what is no whole number of pounds is written with its pence or refused, 225000 is the same sum
# as 225000.00, and ordinary English (“two hundred and five thousand”) is read as the sum that it says, or refused.
# Seen: num2words, asked for a currency, takes a whole number for pence: 225000 becomes two thousand, two hundred and fifty
# pounds, and 225000.00 two hundred and twenty-five thousand. number-to-words leaves the pence out, written-number rounds
# to a whole number. word2number reads “one million two hundred and fifty thousand” as 1251250, “half a million” and “one
# and a half million” both as 1000000, “minus five” as 5, and adds pence to pounds. words-to-numbers reads “twenty-five
# thousand” as 5020. Nothing is said in any case.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check num2words==0.5.14 docopt==0.6.2 word2number==1.1
npm init -y > /dev/null
npm install --silent --no-audit --no-fund number-to-words@1.2.4 written-number@0.11.1 words-to-numbers@1.5.1 > /dev/null
node -e "
const seen = {
  'number-to-words 1250.99': require('number-to-words').toWords(1250.99),
  'written-number 1250.99': require('written-number')(1250.99),
};
const { wordsToNumbers } = require('words-to-numbers');
for (const said of ['twenty-five thousand', 'one hundred and five thousand']) seen['words-to-numbers ' + said] = wordsToNumbers(said);
require('fs').writeFileSync('seen.json', JSON.stringify(seen));
"
venv/bin/python - <<'PY'
import json

from num2words import num2words
from word2number import w2n

seen = json.load(open("seen.json"))
for sum_ in (225000, 225000.00):
    seen[f"num2words {sum_!r}"] = num2words(sum_, to="currency", lang="en_GB", currency="GBP")
for said in (
    "one million two hundred and fifty thousand",
    "half a million",
    "one and a half million",
    "minus five",
    "two hundred and twenty-five thousand pounds and fifty pence",
):
    seen[f"word2number {said}"] = w2n.word_to_num(said)
for what, came in seen.items():
    print(f"{what}: {came}")
expected = {
    "number-to-words 1250.99": "one thousand, two hundred fifty",
    "written-number 1250.99": "one thousand two hundred and fifty-one",
    "words-to-numbers twenty-five thousand": 5020,
    "words-to-numbers one hundred and five thousand": 5100,
    "num2words 225000": "two thousand, two hundred and fifty pounds sterling, zero pence",
    "num2words 225000.0": "two hundred and twenty-five thousand pounds sterling, zero pence",
    "word2number one million two hundred and fifty thousand": 1251250,
    "word2number half a million": 1000000,
    "word2number one and a half million": 1000000,
    "word2number minus five": 5,
    "word2number two hundred and twenty-five thousand pounds and fifty pence": 225050,
}
if seen != expected:
    raise SystemExit("this has changed")
PY
