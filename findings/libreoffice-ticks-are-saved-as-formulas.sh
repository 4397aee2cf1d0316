#!/usr/bin/env bash
# LibreOffice 7.4.7: TRUE and FALSE in cells of a workbook, after it was opened and saved as .xlsx.
#
# Guessed before it was run: a cell of the type `b` (ECMA-376 part 1, 18.18.11), as a ticked cell in a register is, stays a
# value.
# Seen: it becomes the formula TRUE() or FALSE(). openpyxl 3.1.5 then gives the text “=TRUE()” for a ticked cell and
# “=FALSE()” for an empty one unless data_only=True is asked for, and a text that is not empty counts as true: after the
# save every box is ticked.
#
# Needs `soffice` (Debian: libreoffice-calc).
set -euo pipefail
command -v soffice >/dev/null || { echo "soffice is not installed: nothing was tried"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check openpyxl==3.1.5 et_xmlfile==2.0.0
venv/bin/python - <<'PY'
import openpyxl

book = openpyxl.Workbook()
for row in (["Reference", "Legal rights apply"], ["X9-1", True], ["X9-2", False]):
    book.active.append(row)
book.save("sent.xlsx")
PY
soffice --version
soffice "-env:UserInstallation=file://$folder/profile" --headless --convert-to xlsx:"Calc MS Excel 2007 XML" \
    --outdir saved sent.xlsx >/dev/null 2>&1
venv/bin/python - <<'PY'
import openpyxl


def ticks(name, **options):
    return [row[1].value for row in openpyxl.load_workbook(name, **options).active.iter_rows(min_row=2)]


sent, saved, values = ticks("sent.xlsx"), ticks("saved/sent.xlsx"), ticks("saved/sent.xlsx", data_only=True)
print("sent:", sent, "; saved by LibreOffice:", saved, "; its saved values:", values)
if sent != [True, False] or saved != ["=TRUE()", "=FALSE()"] or values != [True, False]:
    raise SystemExit("this has changed")
PY
