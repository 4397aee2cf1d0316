#!/usr/bin/env bash
# PyYAML 6.0.4, ruamel.yaml 0.19.1, and js-yaml 5.5.0 and yaml 2.9.1 (npm): what each reads of what another wrote.
#
# Guessed before it was run: a text that looks like a number or a yes is put between quotation marks by a writer of YAML, so
# that it is text for every reader; a writer that does so for 07 does so for 08.
# Seen: a writer quotes what it would itself misread. PyYAML quotes 01 to 07, which are octal numbers to it, and writes 08
# and 09 bare, which ruamel.yaml, js-yaml and yaml read as 8 and 9; so it does with the codes 5E1 and 1E5, read as 50 and
# 100000. ruamel.yaml and yaml quote those and write no, on and 12:30 bare, which PyYAML reads as false, true and 750; yaml also
# writes 2026-04-01 and 1_000 bare. Only what js-yaml wrote is text for all four. No warning anywhere.
# Service specifications are numbered 01, 02 …: the eighth loses its number on the way, and the seven before it do not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check PyYAML==6.0.4 ruamel.yaml==0.19.1
npm init -y > /dev/null
npm install --silent --no-audit --no-fund js-yaml@5.5.0 yaml@2.9.1 > /dev/null
cat > npm.js <<'JS'
const [one, two] = [require('js-yaml'), require('yaml')];
const [act, given] = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const made = act === 'write' ? { 'js-yaml': one.dump(given), yaml: two.stringify(given) }
  : { 'js-yaml': one.load(given), yaml: two.parse(given) };
console.log(JSON.stringify(made));
JS
venv/bin/python - <<'PY'
import io
import json
import subprocess
from datetime import date

import yaml
from ruamel.yaml import YAML

TEXTS = ["07", "08", "09", "5E1", "1E5", "no", "on", "12:30", "0042", "2026-04-01", "1_000"]
GIVEN = {f"k{number}": text for number, text in enumerate(TEXTS)}
# What each reader makes of what each writer wrote, where it is not the text that was given.
SEEN = {
    ("PyYAML", "ruamel.yaml"): {"08": 8, "09": 9, "5E1": 50.0, "1E5": 100000.0},
    ("PyYAML", "js-yaml"): {"08": 8, "09": 9, "5E1": 50, "1E5": 100000},
    ("PyYAML", "yaml"): {"08": 8, "09": 9, "5E1": 50, "1E5": 100000},
    ("ruamel.yaml", "PyYAML"): {"no": False, "on": True, "12:30": 750},
    ("yaml", "PyYAML"): {"no": False, "on": True, "12:30": 750, "2026-04-01": date(2026, 4, 1), "1_000": 1000},
    ("yaml", "ruamel.yaml"): {"2026-04-01": date(2026, 4, 1), "1_000": 1000},
}


def npm(act, given):
    asked = json.dumps([act, given])
    return json.loads(subprocess.run(["node", "npm.js"], input=asked, capture_output=True, text=True, check=True).stdout)


plain = io.StringIO()
YAML(typ="safe").dump(GIVEN, plain)
written = {"PyYAML": yaml.safe_dump(GIVEN), "ruamel.yaml": plain.getvalue(), **npm("write", GIVEN)}
found = {}
for writer, text in written.items():
    read = {"PyYAML": yaml.safe_load(text), "ruamel.yaml": YAML(typ="safe").load(text), **npm("read", text)}
    for reader, values in read.items():
        other = {GIVEN[key]: value for key, value in values.items() if value != GIVEN[key] or type(value) is not str}
        if other:
            found[writer, reader] = other
            print(f"{writer} writes and {reader} reads:", ", ".join(f"{a} as {b}" for a, b in other.items()))
print("PyYAML wrote:", " ".join(line.split(": ", 1)[1] for line in written["PyYAML"].splitlines()[:3]))
if found != SEEN:
    raise SystemExit("this has changed")
PY
