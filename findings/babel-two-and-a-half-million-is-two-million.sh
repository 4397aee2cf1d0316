#!/usr/bin/env bash
# Babel 2.19.0 (Python) beside Intl.NumberFormat (Node.js): sums and shares written for people, in British English.
#
# Guessed before it was run: both take their forms from the same data (CLDR) and write the same: £1.5m for 1500000; and 94.5%
# for 0.945, since Babel's format_decimal writes 0.945 with all its figures, and where a place is left out they round alike.
# Seen: Babel writes £2m for 1500000 and for 2500000 alike (no places, and a half goes to the even figure), £1m for
# 1250000, 94% for 0.945 and 12% for 0.125, where Intl writes £1.5m, £2.5m, £1.3m, 95% and 13%. Reading, parse_decimal takes
# 12,50 for 1250 and 225.000,50 for 225.0005, and parse_date takes 04/13/2026, where the day comes first, for 13 April.
# Nothing is said; strict=True refuses both sums.
# Two ceilings a million apart are printed alike, and 94.5% misses a target of 95% on one page and meets it on another.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check babel==2.19.0
venv/bin/python - <<'PY'
from babel.dates import parse_date
from babel.numbers import (
    NumberFormatError,
    format_compact_currency,
    format_decimal,
    format_percent,
    parse_decimal,
)

here = "en_GB"
sums = [format_compact_currency(amount, "GBP", locale=here) for amount in (1250000, 1500000, 2500000)]
shares = [format_percent(share, locale=here) for share in (0.945, 0.125)]
read = [str(parse_decimal(text, locale=here)) for text in ("12,50", "225.000,50")]
day = parse_date("04/13/2026", locale=here)
print("Babel:", sums, shares, format_decimal(0.945, locale=here), read, day)
for text in ("12,50", "225.000,50"):
    try:
        parse_decimal(text, locale=here, strict=True)
    except NumberFormatError as said:
        print("strict:", said)
    else:
        raise SystemExit("this has changed")
if (sums, shares, read, day.isoformat(), format_decimal(0.945, locale=here)) != (
    ["£1m", "£2m", "£2m"],
    ["94%", "12%"],
    ["1250", "225.00050"],
    "2026-04-13",
    "0.945",
):
    raise SystemExit("this has changed")
PY
node -e "
const sum = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP', notation: 'compact' });
const share = new Intl.NumberFormat('en-GB', { style: 'percent' });
const seen = [1250000, 1500000, 2500000].map((amount) => sum.format(amount)).concat([0.945, 0.125].map((of) => share.format(of)));
console.log('Intl, Node.js', process.version + ':', JSON.stringify(seen));
if (JSON.stringify(seen).toLowerCase() !== JSON.stringify(['£1.3m', '£1.5m', '£2.5m', '95%', '13%'])) {
  console.log('this has changed');
  process.exit(1);
}
"
