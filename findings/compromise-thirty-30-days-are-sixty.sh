#!/usr/bin/env bash
# compromise 14.17.0 (npm): a figure in words with the same figure in brackets, as contracts write it.
#
# Guessed before it was run: “thirty (30) days” holds two numbers, 30 and 30, as it gives 12 and 12 for “twelve (12) months”;
# and “one million two hundred and fifty thousand” is 1250000, as it gives 2500000 for “two million five hundred thousand”.
# Seen: round tens in words and the figure behind them are added: thirty (30) is 60, sixty (60) is 120, ninety (90) is 180, and
# toNumber() writes “within 60 days” in the place of “within thirty (30) days”, with the brackets gone. Of a sum with millions,
# hundreds, tens and thousands the millions are counted a thousand times, 1000250000 for £1,250,000. Twelve, twenty-five and
# others stay apart from their figures, and sums without the tens are right. Nothing is said.
# Who looks for terms over thirty days finds each that is thirty, and a ceiling of a million and a quarter is a thousand million.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund compromise@14.17.0 > /dev/null
cat > read.js <<'JS'
const nlp = require('compromise');
const expected = [
  ['Pay within thirty (30) days', [60], 'Pay within 60 days'],
  ['Pay within sixty (60) days', [120], 'Pay within 120 days'],
  ['Pay within ninety (90) days', [180], 'Pay within 180 days'],
  ['Pay within twenty-five (25) days', [25, 25], 'Pay within 25 (25) days'],
  ['Pay within twelve (12) days', [12, 12], 'Pay within 12 (12) days'],
  ['one million two hundred and fifty thousand pounds', [1000250000], '1000250000 pounds'],
  ['two million three hundred and fifty thousand pounds', [2000350000], '2000350000 pounds'],
  ['two million five hundred thousand pounds', [2500000], '2500000 pounds'],
];
let same = true;
for (const [said, numbers, written] of expected) {
  const found = nlp(said).numbers().get();
  const text = nlp(said);
  text.numbers().toNumber();
  console.log(`${said}: ${found.join(' and ')}; written “${text.text()}”`);
  same = same && JSON.stringify(found) === JSON.stringify(numbers) && text.text() === written;
}
if (!same) {
  console.log('this has changed');
  process.exit(1);
}
JS
node read.js
