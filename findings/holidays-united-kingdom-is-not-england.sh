#!/usr/bin/env bash
# holidays 0.109 (Python) and date-holidays 3.37.0 (npm): bank holidays of the United Kingdom, no part of it named.
#
# Guessed before it was run: holidays.UK() and new Holidays("GB") give the holidays of England, or those of all four parts
# together, or ask which part is meant; in any case the two agree.
# Seen: both give only what all parts have. holidays.UK() has neither Easter Monday nor the August bank holiday, which are
# in England, Wales and Northern Ireland; date-holidays has Easter Monday and not the August one. Nothing is said, and most
# of the year the count is right. Ten Operational Days from 27 March 2026 end on 14 April in England and on 13 April
# by holidays.UK(), and a reply that is due on a day when nobody works is a breach on paper.
# With subdiv="ENG" and Holidays("GB", "ENG") both are complete.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check holidays==0.109 numpy==2.4.0
npm init -y > /dev/null
npm install --silent --no-audit --no-fund date-holidays@3.37.0 > /dev/null
node -e "
const Holidays = require('date-holidays');
const days = (...where) => new Holidays(...where).getHolidays(2026).filter((each) => each.type === 'public')
  .map((each) => each.date.slice(0, 10)).sort();
console.log(JSON.stringify({ alone: days('GB'), england: days('GB', 'ENG') }));
" > node.json
venv/bin/python - <<'PY'
import json

import holidays
import numpy

alone, england = set(holidays.UK(years=2026)), set(holidays.UK(years=2026, subdiv="ENG"))
npm = {name: set(days) for name, days in json.load(open("node.json")).items()}
lacking = sorted(map(str, england - alone))
lacking_npm = sorted(npm["england"] - npm["alone"])
print("holidays", holidays.__version__, "without a part lacks of England's days:", lacking)
print("date-holidays 3.37.0 without a part lacks:", lacking_npm)


def after(days, free):
    return str(numpy.busday_offset("2026-03-27", days, holidays=sorted(free)))


print("ten working days from 27 March 2026:", after(10, england), "and by holidays.UK():", after(10, alone))
if lacking != ["2026-04-06", "2026-08-31"] or lacking_npm != ["2026-08-31"]:
    raise SystemExit("this has changed")
if (after(10, england), after(10, alone)) != ("2026-04-14", "2026-04-13"):
    raise SystemExit("this has changed")
if set(map(str, england)) != npm["england"]:
    raise SystemExit("this has changed")
PY
