#!/usr/bin/env bash
# csv-diff 1.2 and DeepDiff 9.1.0 (Python), beside daff 1.4.2: two registers of targets in which a contract has several rows.
#
# Guessed before it was run: of two rows with the same reference csv-diff compares both, as daff does, or refuses a
# key that is not one; and DeepDiff with ignore_order=True, which is there for lists in another order, tells that 60%, 60%,
# 80% became 60%, 80%, 80%.
# Seen: csv-diff keeps the last row of each key and drops the others, so that a target that fell from 60% to 30% in the first
# of two rows is no change: added, removed and changed are all empty. DeepDiff gives {} unless report_repetition=True is
# asked for as well, also where one of two equal clauses was taken out. Nothing is said by either.
# “No differences” then stands over a register with another target.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check csv-diff==1.2 deepdiff==9.1.0 daff==1.4.2
venv/bin/python - <<'PY'
import io

import csv_diff
import daff
from deepdiff import DeepDiff

heading, other, last = ["Reference", "Measure", "Target"], ["X9-1", "Reviews", "80%"], ["X9-2", "Plans", "5"]
old = [heading, ["X9-1", "Plans", "60%"], other, last]
new = [heading, ["X9-1", "Plans", "30%"], other, last]


def loaded(rows):
    return csv_diff.load_csv(io.StringIO("\n".join(",".join(row) for row in rows)), key="Reference")


by_csv_diff = csv_diff.compare(loaded(old), loaded(new))
table = []
one, two = daff.PythonTableView(old), daff.PythonTableView(new)
flags = daff.CompareFlags()
daff.TableDiff(daff.compareTables(one, two, flags).align(), flags).hilite(daff.PythonTableView(table))
thresholds = {"targets": ["60%", "60%", "80%"]}, {"targets": ["60%", "80%", "80%"]}
clauses = [{"clause": "plans", "days": 30}] * 2
plain = DeepDiff(*thresholds, ignore_order=True), DeepDiff(clauses, clauses[:1], ignore_order=True)
asked = DeepDiff(*thresholds, ignore_order=True, report_repetition=True)
print("csv-diff:", by_csv_diff)
print("daff:", table)
print("DeepDiff:", *plain, "; asked for repetitions:", list(asked))
if any(by_csv_diff.values()) or ["->", "X9-1", "Plans", "60%->30%"] not in table:
    raise SystemExit("this has changed")
if any(plain) or list(asked) != ["repetition_change"]:
    raise SystemExit("this has changed")
PY
