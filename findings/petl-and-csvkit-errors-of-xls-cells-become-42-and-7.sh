#!/usr/bin/env bash
# petl 1.7.30 and csvkit 2.2.0 (in2csv, with agate-excel 0.4.2), both with xlrd 2.0.2: cells of an .xls workbook that show
# an error.
#
# Guessed before it was run: a cell that shows #N/A or #DIV/0! is given as that error or as empty, as tablib and pandas
# give it of the same file, and in2csv itself of the same sheet saved as .xlsx.
# Seen: the error's number in the file is given as the cell's figure (the BIFF format keeps #N/A as 42 and #DIV/0! as 7),
# so that a count of people that could not be worked out is 42, a plausible figure among others. A cell that holds TRUE is 1
# in petl. Nothing is said.
# Returns that are worked out from a lookup hold #N/A where a name was not found, and older templates are .xls.
#
# Needs `soffice` (Debian: libreoffice-calc), which works the formulas out and writes the .xls.
set -euo pipefail
command -v soffice >/dev/null || { echo "soffice is not installed: nothing was tried"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check petl==1.7.30 csvkit==2.2.0 agate==1.14.2 \
    agate-excel==0.4.2 xlrd==2.0.2 'tablib[xls]==3.10.0' openpyxl==3.1.5
venv/bin/python - <<'PY'
import openpyxl

book = openpyxl.Workbook()
for row in (["Reference", "People"], ["X9-1", 15], ["X9-2", "=NA()"], ["X9-3", "=1/0"]):
    book.active.append(row)
book.save("return.xlsx")
PY
for kind in xls:"MS Excel 97" xlsx:"Calc MS Excel 2007 XML"; do
    soffice "-env:UserInstallation=file://$folder/profile" --headless --convert-to "$kind" --outdir made return.xlsx \
        >/dev/null 2>&1
done
venv/bin/in2csv made/return.xls > xls.csv
venv/bin/in2csv made/return.xlsx > xlsx.csv
venv/bin/python - <<'PY'
import csv
from pathlib import Path

import petl
import tablib

by_petl = [row["People"] for row in petl.dicts(petl.fromxls("made/return.xls"))]
by_tablib = tablib.Dataset().load(Path("made/return.xls").read_bytes(), format="xls")["People"]
xls, xlsx = (
    [row["People"] for row in csv.DictReader(Path(name).read_text(encoding="utf-8").splitlines())]
    for name in ("xls.csv", "xlsx.csv")
)
print("petl:", by_petl)
print("in2csv of .xls:", xls, "and of .xlsx:", xlsx)
print("tablib:", by_tablib)
if by_petl != [15, 42, 7] or [float(cell) for cell in xls] != [15, 42, 7]:
    raise SystemExit("this has changed")
if xlsx[1:] in (["42", "7"], ["42.0", "7.0"]) or by_tablib[1:] != ["#N/A", "#DIV/0!"]:
    raise SystemExit("this has changed")
PY
