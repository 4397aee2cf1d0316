#!/usr/bin/env bash
# Three readers of days in words: dateparser 1.5.0 and parsedatetime 2.6 (Python), chrono-node 2.10.3 (npm, en.GB). Read as on
# 10 June 2026.
#
# Guessed before it was run: a day in words is the day that is said, or nothing where the words are beyond a reader, as
# they give nothing for “31 April 2026” and “10 working days”.
# Seen: of words that are half understood, the rest is made up or dropped. A financial year, “2026/27”, is the 27th of the
# month in which dateparser runs, and 20:26 today for parsedatetime, to which “the end of” and “the last day of March 2027”
# are 1 March, and the first Monday in May its first day. chrono-node gives the bare day of “12 months from 1 April 2026”, ten
# days from today for “within 10 days of 1 May 2026”, and 1 May for “three months after 31 January 2026”, which is 30 April
# for parsedatetime. Nothing is said.
# A contract “for 2026/27” or “to the end of March 2027” gets an expiry that looks like any other.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check dateparser==1.5.0 parsedatetime==2.6
npm init -y > /dev/null
npm install --silent --no-audit --no-fund chrono-node@2.10.3 > /dev/null
cat > words.json <<'JSON'
{
  "1 April 2026": ["2026-04-01 00:00", "2026-04-01 00:00", "2026-04-01"],
  "31 April 2026": ["nothing", "nothing", "nothing"],
  "10 working days": ["nothing", "nothing", "nothing"],
  "2026/27": ["2026-06-27 00:00", "2026-06-10 20:26", "nothing"],
  "the end of March 2027": ["nothing", "2027-03-01 00:00", "2027-03-31"],
  "the last day of March 2027": ["nothing", "2027-03-01 09:00", "2027-03-31"],
  "the first Monday in May 2026": ["nothing", "2026-05-01 00:00", "2026-06-08"],
  "12 months from 1 April 2026": ["nothing", "2027-04-01 00:00", "2026-04-01"],
  "within 10 days of 1 May 2026": ["nothing", "2026-05-01 00:00", "2026-06-20"],
  "three months after 31 January 2026": ["nothing", "2026-04-30 00:00", "2026-05-01"]
}
JSON
cat > read.js <<'JS'
const chrono = require('chrono-node');
const words = Object.keys(require('./words.json'));
const read = words.map((each) => chrono.en.GB.parseDate(each, new Date(2026, 5, 10, 12)));
const two = (number) => String(number).padStart(2, '0');
const day = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
console.log(JSON.stringify(read.map((date) => (date ? day(date) : 'nothing'))));
JS
node read.js > chrono.json
venv/bin/python -W ignore - <<'PY'
import json
from datetime import datetime
from pathlib import Path

import dateparser
import parsedatetime

TODAY = datetime(2026, 6, 10)
SETTINGS = {"DATE_ORDER": "DMY", "RELATIVE_BASE": TODAY}
wanted = json.loads(Path("words.json").read_text())
by_chrono = json.loads(Path("chrono.json").read_text())


def shown(day):
    return f"{day:%Y-%m-%d %H:%M}" if day else "nothing"


seen = {}
for words, third in zip(wanted, by_chrono, strict=True):
    first = dateparser.parse(words, languages=["en"], settings=SETTINGS)
    second, found = parsedatetime.Calendar().parseDT(words, sourceTime=TODAY)
    seen[words] = [shown(first), shown(second if found else None), third]
    print(f"{words:34} dateparser {seen[words][0]:16}  parsedatetime {seen[words][1]:16}  chrono-node {third}")
if seen != wanted:
    raise SystemExit("this has changed")
PY
