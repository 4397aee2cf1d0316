#!/usr/bin/env bash
# Five readers of periods in words: humanfriendly 10.0, durations 0.3.3 and timelength 3.0.4 (Python), parse-duration 2.1.9
# and human-interval 2.0.1 (npm).
#
# Guessed before it was run: a year is 365 days, or the reader refuses what has no fixed length; a day that counts only on
# some days (“10 working days”) is refused.
# Seen: a year is 364 days (humanfriendly: 52 weeks), 365 (timelength, human-interval), 365.25 (parse-duration) or 366
# (durations), so that a period of notice ends on four different days; three months are 90 to 91.5; and “10 working days” are
# 10 days for human-interval, and no time at all for timelength, which raises nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check humanfriendly==10.0 durations==0.3.3 timelength==3.0.4
npm init -y > /dev/null
npm install --silent --no-audit --no-fund parse-duration@2.1.9 human-interval@2.0.1 > /dev/null
node -e "
const interval = require('human-interval');
(async () => {
  const duration = (await import('parse-duration')).default;
  const seen = { 'parse-duration': [], 'human-interval': [] };
  for (const said of ['1 year', '3 months', '10 working days']) {
    seen['parse-duration'].push(duration(said, 'd'));
    seen['human-interval'].push(interval(said) / 864e5);
  }
  require('fs').writeFileSync('seen.json', JSON.stringify(seen));
})();
"
venv/bin/python - <<'PY'
import json

from durations import Duration
from humanfriendly import parse_timespan
from timelength import TimeLength

SAID = ("1 year", "3 months", "10 working days")


def of(read, said):
    try:
        return read(said)
    except Exception:
        return "an error"


seen = json.load(open("seen.json"))
seen["humanfriendly"] = [of(lambda said: parse_timespan(said) / 86400, said) for said in SAID]
seen["durations"] = [of(lambda said: Duration(said).to_days(), said) for said in SAID]
seen["timelength"] = [of(lambda said: TimeLength(said).result.seconds / 86400, said) for said in SAID]
for at, said in enumerate(SAID):
    print(f"{said}, in days:", "; ".join(f"{name} {read[at]}" for name, read in seen.items()))
expected = {
    "parse-duration": [365.25, 91.3125, None],
    "human-interval": [365, 90, 10],
    "humanfriendly": [364.0, "an error", "an error"],
    "durations": [366.0, 91.5, "an error"],
    "timelength": [365.0, 91.5, 0.0],
}
if seen != expected:
    raise SystemExit("this has changed")
PY
