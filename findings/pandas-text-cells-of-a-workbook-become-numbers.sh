#!/usr/bin/env bash
# pandas 3.1.1: read_excel, cells that the workbook holds as text.
#
# Guessed before it was run: that a CSV file's 0042 becomes 42 is known, since a CSV file does not say what is text. A
# workbook says it of each cell (ECMA-376 part 1, 18.18.11, types `s` and `inlineStr`), so its texts stay texts, as in
# polars, python-calamine and openpyxl.
# Seen: they go through the same guess as a CSV file's. The text 0042 becomes 42, the code 1E5 becomes 100000.0, and
# “None”, “N/A” and “null” under Sub-contractors become nothing, not to be told from a cell that nobody filled.
# One other code in the column keeps all of it. No warning. With dtype=str and keep_default_na=False they stay.
# The apostrophe or the text format that somebody took care to give a code in Excel is of no use.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check pandas==3.1.1 openpyxl==3.1.5 XlsxWriter==3.3.1 \
    python-calamine==0.9.1 polars==2.1.0 fastexcel==0.21.0
venv/bin/python -W ignore - <<'PY'
import openpyxl
import pandas
import polars
import xlsxwriter

CODES, SHORT, SUBS = ["0042", "0043"], ["1E5", "2E5"], ["None", "N/A"]
with xlsxwriter.Workbook("sent.xlsx") as book:
    sheet = book.add_worksheet()
    for column, (heading, texts) in enumerate({"Provider": CODES, "Site": SHORT, "Sub-contractors": SUBS}.items()):
        for row, text in enumerate([heading, *texts]):
            sheet.write_string(row, column, text)
kinds = {cell.data_type for row in openpyxl.load_workbook("sent.xlsx").active.iter_rows() for cell in row}
print("pandas", pandas.__version__, "kinds of cell in the workbook:", kinds)
found = {}
for engine in ("openpyxl", "calamine"):
    found[engine] = pandas.read_excel("sent.xlsx", engine=engine).astype(object).fillna("nothing").to_dict("list")
    print(f"pandas with {engine}:", found[engine])
others = polars.read_excel("sent.xlsx").to_dict(as_series=False)
print("polars:", others)
told = pandas.read_excel("sent.xlsx", dtype=str, keep_default_na=False).to_dict("list")
SEEN = {"Provider": [42, 43], "Site": [100000.0, 200000.0], "Sub-contractors": ["nothing", "nothing"]}
WRITTEN = {"Provider": CODES, "Site": SHORT, "Sub-contractors": SUBS}
if kinds != {"s"} or set(map(str, found.values())) != {str(SEEN)} or others != WRITTEN or told != WRITTEN:
    raise SystemExit("this has changed")
PY
