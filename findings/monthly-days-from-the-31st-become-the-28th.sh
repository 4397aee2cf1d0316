#!/usr/bin/env bash
# Days that come every month, and every three, from the last day of a month: pandas 3.1.1 (date_range with DateOffset), DuckDB
# 2.0.1 (generate_series) and node-ical 0.26.1 (npm, with rrule-temporal 1.6.0), a calendar with RRULE:FREQ=MONTHLY.
#
# Guessed before it was run: each day is counted from the first, so that 31 January is followed by 28 February, 31 March
# and 30 April, as polars and pendulum give them; and a calendar passes over the months that have no 31st (RFC 5545, 3.3.10:
# instances with an invalid date “MUST be ignored”), as recurring-ical-events does.
# Seen: each day is counted from the one before, so that after February all are the 28th, and of every three months from 31
# December the fifth is 30 December and the sixth 30 March. One day worked out alone (31 January and two months) is right in
# pandas and DuckDB, and another than the same day of the series. Nothing is said.
# Payments and reports that are due on the last day of the month are called for on the 28th, and the year's last a day early.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check pandas==3.1.1 numpy==2.4.6 duckdb==2.0.1 polars==2.1.0 \
    pendulum==3.3.0 icalendar==7.3.2 recurring-ical-events==3.8.2
npm init -y > /dev/null
npm install --silent --no-audit --no-fund node-ical@0.26.1 rrule-temporal@1.6.0 > /dev/null
for first in 20260131:1 20251231:3; do
    printf '%s\r\n' BEGIN:VCALENDAR VERSION:2.0 PRODID:-//Example//EN BEGIN:VEVENT UID:1@example.org \
        DTSTAMP:20260101T000000Z "DTSTART;VALUE=DATE:${first%:*}" "RRULE:FREQ=MONTHLY;INTERVAL=${first#*:};COUNT=6" \
        'SUMMARY:Payment due' END:VEVENT END:VCALENDAR > "${first%:*}.ics"
done
cat > days.js <<'JS'
const ical = require('node-ical');
const days = (file) =>
  Object.values(ical.sync.parseFile(file))
    .find((each) => each.type === 'VEVENT')
    .rrule.all()
    .map((day) => day.toISOString().slice(0, 10));
console.log(JSON.stringify(['20260131.ics', '20251231.ics'].map(days)));
JS
TZ=UTC node days.js > node-ical.json
venv/bin/python - <<'PY'
import json
from datetime import date
from pathlib import Path

import duckdb
import icalendar
import pandas
import pendulum
import polars
import recurring_ical_events

FIRST = ((date(2026, 1, 31), 1, date(2026, 6, 30)), (date(2025, 12, 31), 3, date(2027, 3, 31)))


def by_pandas(first, months, last):
    return pandas.date_range(first, periods=6, freq=pandas.DateOffset(months=months))


def by_duckdb(first, months, last):
    asked = f"select unnest(generate_series(date '{first}', date '{last}', interval {months} month))"
    return [row[0] for row in duckdb.sql(asked).fetchall()]


def by_polars(first, months, last):
    return polars.date_range(first, last, f"{months}mo", eager=True)


def by_pendulum(first, months, last):
    return pendulum.interval(pendulum.instance(first), pendulum.instance(last)).range("months", months)


def by_recurring_ical_events(first, months, last):
    calendar = icalendar.Calendar.from_ical(Path(f"{first:%Y%m%d}.ics").read_bytes())
    return [each.start for each in recurring_ical_events.of(calendar).all()]


TOOLS = {
    "pandas": by_pandas,
    "duckdb": by_duckdb,
    "polars": by_polars,
    "pendulum": by_pendulum,
    "recurring-ical-events": by_recurring_ical_events,
}
seen = {tool: [[str(day)[:10] for day in days(*each)] for each in FIRST] for tool, days in TOOLS.items()}
seen["node-ical"] = json.loads(Path("node-ical.json").read_text())
for tool, series in seen.items():
    for days in series:
        print(f"{tool:22}", *days)
alone = pandas.Timestamp("2026-01-31") + pandas.DateOffset(months=2)
by_sql = duckdb.sql("select date '2026-01-31' + interval 2 month").fetchall()[0][0]
print("two months after 31 January, alone: pandas", alone.date(), "duckdb", by_sql.date())
early = [
    ["2026-01-31", "2026-02-28", "2026-03-28", "2026-04-28", "2026-05-28", "2026-06-28"],
    ["2025-12-31", "2026-03-31", "2026-06-30", "2026-09-30", "2026-12-30", "2027-03-30"],
]
meant = [
    ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30"],
    ["2025-12-31", "2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31", "2027-03-31"],
]
skipped = ["2026-01-31", "2026-03-31", "2026-05-31", "2026-07-31", "2026-08-31", "2026-10-31"]
if any(seen[tool] != early for tool in ("pandas", "duckdb", "node-ical")):
    raise SystemExit("this has changed")
if any(seen[tool] != meant for tool in ("polars", "pendulum")) or seen["recurring-ical-events"][0] != skipped:
    raise SystemExit("this has changed")
if {str(alone.date()), str(by_sql.date())} != {"2026-03-31"}:
    raise SystemExit("this has changed")
PY
