#!/usr/bin/env bash
# pandas 3.1.1 and fiscalyear 0.4.0 (Python) beside moment-fquarter 1.0.0 (npm, with moment 2.31.0): quarters and years that begin
# in April.
#
# Guessed before it was run: a year from 1 April 2026 to 31 March 2027, which the NHS writes 2026/27, is 2026 where one figure
# must do, since its first quarter is in 2026; so “2026Q1” is April to June 2026, read and written, as moment-fquarter has it.
# Seen: in pandas (Q-MAR, Y-MAR) and fiscalyear (start_month=4) the year has the name of the one in which it ends. “2026Q1”
# is read as April to June 2025, a year early, and a return of 10 April 2026 is put under 2027Q1; FiscalYear(2026) begins on
# 1 April 2025. Totals by to_period("Y-MAR") stand under 2027, by resample("YS-APR") under 2026-04-01. Nothing is said, and
# every date is a plausible one.
# A column of quarters as contracts number them (Q1 of 2026/27) moves by a year, thresholds that rise each year with it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check pandas==3.1.1 fiscalyear==0.4.0
npm init -y >/dev/null
npm install --silent --no-audit --no-fund moment@2.31.0 moment-fquarter@1.0.0 >/dev/null
cat > quarter.js <<'JS'
const moment = require("moment");
require("moment-fquarter");
const { year, quarter, start } = moment("2026-04-10").fquarter();
console.log(JSON.stringify([`${year}Q${quarter}`, start]));
JS
venv/bin/python - <<'PY'
import json
import subprocess

import fiscalyear
import pandas

fiscalyear.setup_fiscal_calendar(start_month=4)
node = subprocess.run(["node", "quarter.js"], capture_output=True, check=True, text=True)
months = pandas.Series(1, index=pandas.date_range("2026-04-01", periods=12, freq="MS"))
day = pandas.Timestamp("2026-04-10")
seen = {
    "moment-fquarter, 10 April 2026": json.loads(node.stdout),
    "pandas, 10 April 2026": [str(day.to_period("Q-MAR")), str(day.to_period("Y-MAR"))],
    "pandas, 2026Q1 begins": str(pandas.Period("2026Q1", freq="Q-MAR").start_time.date()),
    "pandas, twelve months from April 2026": [
        str(months.groupby(months.index.to_period("Y-MAR")).sum().index[0]),
        str(months.resample("YS-APR").sum().index[0].date()),
    ],
    "fiscalyear, 10 April 2026": fiscalyear.FiscalDate(2026, 4, 10).fiscal_year,
    "fiscalyear, FiscalYear(2026) begins": str(fiscalyear.FiscalYear(2026).start.date()),
}
print("pandas", pandas.__version__)
for name, each in seen.items():
    print(f"{name}:", each)
if list(seen.values()) != [
    ["2026Q1", "2026-04-01"],
    ["2027Q1", "2027"],
    "2025-04-01",
    ["2027", "2026-04-01"],
    2027,
    "2025-04-01",
]:
    raise SystemExit("this has changed")
PY
