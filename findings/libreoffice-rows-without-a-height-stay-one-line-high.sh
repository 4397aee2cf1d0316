#!/usr/bin/env bash
# LibreOffice 7.4.7, a workbook of XlsxWriter 3.3.1: a row without a height does not grow to its wrapped text.
#
# Guessed before it was run: a row for which the file says no height (ECMA-376 part 1, 18.3.1.73, `ht` absent) is made
# as high as its wrapped text when the file is opened and printed, as Excel does.
# Seen: the row stays one line high, so that in the PDF the next row stands on the wrapped text's second line. A row whose
# height is written (`ht`) is printed with that height.
#
# Needs `soffice` (Debian: libreoffice-calc) and `pdftotext` (poppler-utils).
set -euo pipefail
for program in soffice pdftotext; do
    command -v "$program" >/dev/null || { echo "$program is not installed: nothing was tried"; exit 77; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check XlsxWriter==3.3.1
"$folder/venv/bin/python" - "$folder" <<'PY'
import sys
from pathlib import Path

import xlsxwriter

for name, height in (("without", None), ("with", 90)):
    with xlsxwriter.Workbook(str(Path(sys.argv[1], f"{name}.xlsx"))) as book:
        sheet = book.add_worksheet()
        sheet.set_column(0, 0, 20)
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet.write_string(0, 0, "first " + "of an invented long remark " * 4, wrapped)
        sheet.write_string(1, 0, "second", wrapped)
        if height is not None:
            sheet.set_row(0, height)
PY
soffice --version
soffice "-env:UserInstallation=file://$folder/profile" --headless --convert-to pdf --outdir "$folder" \
    "$folder/without.xlsx" "$folder/with.xlsx" >/dev/null 2>&1
python3 - "$folder" <<'PY'
import re
import subprocess
import sys

apart = {}
for name in ("without", "with"):
    told = subprocess.run(
        ["pdftotext", "-bbox", f"{sys.argv[1]}/{name}.pdf", "-"], capture_output=True, check=True, text=True
    ).stdout
    top = {word: float(y) for y, word in re.findall(r'yMin="([0-9.]+)"[^>]*>(first|second)<', told)}
    apart[name] = round(top["second"] - top["first"])
print("points from the first row's text to the second row's, no height written:", apart["without"])
print("points from the first row's text to the second row's, height of 90 written:", apart["with"])
if apart["without"] > 20 or not 80 <= apart["with"] <= 100:
    raise SystemExit("this has changed")
PY
