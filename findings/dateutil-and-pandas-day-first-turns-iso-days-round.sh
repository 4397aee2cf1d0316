#!/usr/bin/env bash
# python-dateutil 2.9.0.post0 and pandas 3.1.1: “the day comes first”, and a day that is written 2026-04-03.
#
# Guessed before it was run: dayfirst=True says how 03/04/2026 is meant, and a day that begins with its year (ISO 8601) can
# be read in one way only, as dateparser does with DATE_ORDER set to DMY.
# Seen: with dayfirst=True 2026-04-03 is read as 4 March 2026, year, day, month, an order that nobody writes; so are
# 2026/04/03, 2026.04.03 and 20260403. 2026-04-13 stays 13 April, since no month is the 13th, so that the first twelve days
# of a month move and the others do not. pandas does the same, alone, in a column and with
# format="mixed", without a warning; with errors="coerce" the days that cannot be turned round become empty besides.
# A register in British days with some that another program wrote as ISO days gets other expiry dates, by months.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check python-dateutil==2.9.0.post0 pandas==3.1.1 \
    dateparser==1.5.0
"$folder/venv/bin/python" - <<'PY'
import warnings
from importlib.metadata import version

import dateparser
import pandas
from dateutil.parser import parse

print("dateutil", version("python-dateutil"), "pandas", version("pandas"))
SEEN = {
    "03/04/2026": "2026-04-03",
    "2026-04-03": "2026-03-04",
    "2026/04/03": "2026-03-04",
    "2026.04.03": "2026-03-04",
    "20260403": "2026-03-04",
    "2026-04-03T09:00:00": "2026-03-04",
    "2026-04-13": "2026-04-13",
}
with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    found = {text: str(parse(text, dayfirst=True).date()) for text in SEEN}
    alone = str(pandas.to_datetime("2026-04-03", dayfirst=True).date())
    mixed = [str(day.date()) for day in pandas.to_datetime(["03/04/2026", "2026-04-03"], dayfirst=True, format="mixed")]
    column = [str(day.date()) for day in pandas.to_datetime(["2026-04-03", "2026-05-06"], dayfirst=True)]
    coerced = [str(day)[:10] for day in pandas.to_datetime(["2026-04-03", "2026-04-13"], dayfirst=True, errors="coerce")]
for text, day in found.items():
    print(f"dateutil reads {text:20} as {day}")
print("pandas reads 2026-04-03 alone as", alone, "and 03/04/2026, 2026-04-03 mixed as", mixed)
print("a column of 2026-04-03, 2026-05-06:", column)
print("with coerce a column of 2026-04-03, 2026-04-13:", coerced)
print("warnings:", len(said))
right = str(dateparser.parse("2026-04-03", settings={"DATE_ORDER": "DMY"}).date())
print("dateparser:", right)
if found != SEEN or alone != "2026-03-04" or mixed != ["2026-04-03", "2026-03-04"] or said:
    raise SystemExit("this has changed")
if column != ["2026-03-04", "2026-06-05"] or coerced != ["2026-03-04", "NaT"] or right != "2026-04-03":
    raise SystemExit("this has changed")
PY
