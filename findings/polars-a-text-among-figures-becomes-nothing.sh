#!/usr/bin/env bash
# polars 2.1.0 with fastexcel 0.21.0: read_excel, a text in a column of figures or days.
#
# Guessed before it was run: a column that holds figures and one text is read as text, or refused, as columns with three
# kinds of value are.
# Seen: the column is taken for numbers by its first hundred rows, and a text further down becomes null: “1,200 (capped)”
# in row 150 and the day “31/03/2027” typed as text are gone as if nobody had filled the cell. Among the first hundred rows
# the same text makes the column text. No error, no warning.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check XlsxWriter==3.3.1 polars==2.1.0 fastexcel==0.21.0
venv/bin/python - <<'PY'
import datetime
import warnings

import polars
import xlsxwriter


def read(at):
    with xlsxwriter.Workbook("sent.xlsx") as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ["Reference", "People", "Expiry"])
        for row in range(1, 201):
            sheet.write(row, 0, f"X9-{row}")
            sheet.write_number(row, 1, row)
            sheet.write_datetime(row, 2, datetime.datetime(2029, 3, 31), day)
        sheet.write_string(at, 1, "1,200 (capped)")
        sheet.write_string(at, 2, "31/03/2027")
    return polars.read_excel("sent.xlsx").row(at - 1)


with warnings.catch_warnings():
    warnings.simplefilter("error")
    late, early = read(150), read(50)
print("polars", polars.__version__)
print("a text in row 150:", late)
print("the same text in row 50:", early)
if late != ("X9-150", None, None) or early != ("X9-50", "1,200 (capped)", "31/03/2027"):
    raise SystemExit("this has changed")
PY
