#!/usr/bin/env bash
# XlsxWriter 3.3.1: a percentage and a count with commas do not get the numbers that the standard has for them.
#
# Guessed before it was run: the formats “0%” and “#,##0” are written as the built-in formats 9 and 3 (ECMA-376 part 1,
# 18.8.30), as spreadsheet programs do, since the words are the same.
# Seen: both are written as formats of the file's own, 164 and 165. Given the numbers 9 and 3 instead of the words, the
# built-in ones are written. Who tells a share from a number by the built-in number alone reads 85% as 0.85.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check XlsxWriter==3.3.1
"$folder/venv/bin/python" - <<'PY'
import io
import re
import zipfile

import xlsxwriter


def written(share, count):
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_number(0, 0, 0.85, book.add_format({"num_format": share}))
        sheet.write_number(1, 0, 1200, book.add_format({"num_format": count}))
    styles = zipfile.ZipFile(made).read("xl/styles.xml").decode("utf-8")
    cells = re.search("<cellXfs.*?</cellXfs>", styles)[0]
    return re.findall('<xf numFmtId="([0-9]+)"', cells)[1:]


by_words, by_number = written("0%", "#,##0"), written(9, 3)
print("XlsxWriter", xlsxwriter.__version__)
print("“0%” and “#,##0” are written as the formats", by_words)
print("9 and 3 are written as the formats", by_number)
if by_words != ["164", "165"] or by_number != ["9", "3"]:
    raise SystemExit("this has changed")
PY
