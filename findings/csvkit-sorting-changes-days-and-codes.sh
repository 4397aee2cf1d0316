#!/usr/bin/env bash
# csvkit 2.2.0 (with agate 1.14.2): csvsort and csvjoin of a list of contracts.
#
# Guessed before it was run: csvsort puts rows in another order and csvjoin puts rows beside each other; what stands in the
# cells comes out as it went in, as csvstack does.
# Seen: every column is first taken for numbers, days or durations, and written out as such. 03/04/2026 becomes 2026-03-04,
# the 4th of March, unless another day of the column cannot be read month first; a code 0042 becomes 42; “None” and “N/A”
# under Sub-contractors become empty; 80% becomes 80; “12 months” becomes the day 0002-01-01, and 37:30 hours a week becomes
# 0:37:30, which are minutes. Nothing is said. With --no-inference “None” and
# “N/A” are emptied all the same; only with --blanks as well does each cell stay.
# Who sorts a register by reference before it is read has moved the expiry of each contract.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check csvkit==2.2.0 agate==1.14.2
cat > sent.csv <<'CSV'
Reference,Provider,Expiry,Sub-contractors,Target,Notice,Hours a week
X9-2,0042,03/04/2026,None,80%,12 months,37:30
X9-1,0043,12/05/2026,N/A,5%,12 months,20:00
CSV
printf 'Reference,Lead\nX9-1,Invented lead\nX9-2,Invented lead\n' > leads.csv
venv/bin/csvsort --version
echo "csvsort:"
venv/bin/csvsort -c Reference sent.csv | tee sorted.csv
echo "csvjoin:"
venv/bin/csvjoin -c Reference sent.csv leads.csv | tee joined.csv
diff sorted.csv - <<'CSV' || { echo "this has changed"; exit 1; }
Reference,Provider,Expiry,Sub-contractors,Target,Notice,Hours a week
X9-1,43,2026-12-05,,5,0002-01-01,0:20:00
X9-2,42,2026-03-04,,80,0002-01-01,0:37:30
CSV
grep -q '^X9-2,42,2026-03-04,,80,' joined.csv || { echo "this has changed"; exit 1; }
venv/bin/csvsort --no-inference -c Reference sent.csv | grep -q '^X9-2,0042,03/04/2026,,80%,12 months,37:30$' ||
    { echo "this has changed"; exit 1; }
venv/bin/csvsort --no-inference --blanks -c Reference sent.csv | grep -q '^X9-2,0042,03/04/2026,None,80%,12 months,37:30$' ||
    { echo "this has changed"; exit 1; }
