#!/usr/bin/env bash
# xlsx2csv 0.8.6: what it writes for a number whose format adds words.
#
# Guessed before it was run: 30 in the format `0" days"` (ECMA-376 part 1, 18.8.30) is written as 30, or as “30 days”, as
# Excel shows it.
# Seen: quoted words are read as parts of a date, so that the cell becomes `0" 29ays"`; 12 in `0"m"` becomes `0"01"`, and 4
# in `0" hours a week"` becomes `0" 12ours a week"`. The figure itself stands nowhere in the CSV file, and nothing is said.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check XlsxWriter==3.3.1 xlsx2csv==0.8.6
venv/bin/python - <<'PY'
import csv
import subprocess

import xlsxwriter

SEEN = {
    '0" days"': (30, '0" 29ays"'),
    '0"m"': (12, '0"01"'),
    '0" hours a week"': (4, '0" 12ours a week"'),
    "dd/mm/yyyy": (46113, "01/04/2026"),
    "0%": (0.85, "85%"),
}
with xlsxwriter.Workbook("sent.xlsx") as book:
    sheet = book.add_worksheet()
    for row, (code, (number, _)) in enumerate(SEEN.items()):
        sheet.write_number(row, 0, number, book.add_format({"num_format": code}))
told = subprocess.run(["venv/bin/xlsx2csv", "sent.xlsx"], check=True, capture_output=True, text=True).stdout
print("xlsx2csv 0.8.6")
changed = []
for row, (code, (number, expected)) in zip(csv.reader(told.splitlines()), SEEN.items(), strict=True):
    print(f"{number} in the format {code}: {row[0]}")
    if row[0] != expected:
        changed.append(code)
if changed:
    raise SystemExit(f"this has changed: {', '.join(changed)}")
PY
