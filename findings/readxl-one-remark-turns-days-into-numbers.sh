#!/usr/bin/env bash
# readxl 1.4.2 (R): a column of days in which one cell says “to be agreed”.
#
# Guessed before it was run: in a column of days and one remark the days are read as days in words, as R's as.character
# gives a day and as the sheet shows it, or the one cell that is no day is left empty with a warning, as readxl does for a
# remark among numbers when the column is said to be numeric.
# Seen: the column becomes text and each day becomes the count behind it, “46477” for 31/03/2027, and 85% becomes “0.85”,
# without a warning; the same column without the remark is read as days. With col_types = "date" the remark is left out
# with a warning and the days are there. Whoever adds “to be agreed” in one row so takes the expiry of every other contract.
# LibreOffice and SheetJS write the days of the same file as the sheet shows them.
#
# Needs `Rscript` (Debian: r-base-core) and readxl (r-cran-readxl).
set -euo pipefail
command -v Rscript >/dev/null || { echo "Rscript is not installed: nothing was tried"; exit 77; }
Rscript -e 'if (!requireNamespace("readxl", quietly = TRUE)) quit(status = 1)' ||
    { echo "readxl is not installed: nothing was tried"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check openpyxl==3.1.5 et_xmlfile==2.0.0
venv/bin/python - <<'PY'
import datetime

import openpyxl

for name, expiry in (("plain", datetime.date(2027, 9, 30)), ("remark", "to be agreed")):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Reference", "Expiry", "Target"])
    sheet.append(["X9-1", datetime.date(2027, 3, 31), 0.85])
    sheet.append(["X9-2", expiry, 0.5 if name == "plain" else "none"])
    for row in (2, 3):
        sheet.cell(row, 2).number_format = "dd/mm/yyyy"
        sheet.cell(row, 3).number_format = "0%"
    book.save(f"{name}.xlsx")
PY
cat > read.R <<'R'
options(warn = 2)
plain <- readxl::read_excel("plain.xlsx")
remark <- readxl::read_excel("remark.xlsx")
cat(R.version.string, "with readxl", format(packageVersion("readxl")), "\n")
cat("without a remark:", format(plain$Expiry), "targets", plain$Target, "\n")
cat("with one:", remark$Expiry, "targets", remark$Target, "\n")
options(warn = 0)
said <- FALSE
asked <- withCallingHandlers(
    readxl::read_excel("remark.xlsx", col_types = c("text", "date", "text")),
    warning = function(w) { said <<- TRUE; invokeRestart("muffleWarning") }
)
cat("asked for days:", format(asked$Expiry), if (said) "with a warning" else "without a warning", "\n")
same <- identical(format(plain$Expiry), c("2027-03-31", "2027-09-30")) &&
    identical(remark$Expiry, c("46477", "to be agreed")) && remark$Target[1] == "0.85" &&
    format(asked$Expiry)[1] == "2027-03-31" && is.na(asked$Expiry[2]) && said
if (!same) {
    cat("this has changed\n")
    quit(status = 1)
}
R
Rscript --vanilla read.R
