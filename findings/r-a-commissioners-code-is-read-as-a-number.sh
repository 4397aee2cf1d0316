#!/usr/bin/env bash
# R 4.2.2: read.csv and readr 2.1.4, a column of the code 15E.
#
# Guessed before it was run: a column of figures with a letter behind them is text. That 1E1 is taken for 10 everywhere is
# known; 15E lacks the exponent's digits and is no number in R's own grammar (?NumericConstants), nor for Python, SQLite
# or data.table's fread.
# Seen: 15E is read as 15, in read.csv also 02E as 2. readr keeps the zeros of 0042 and 02E, so that who chose it for that feels
# safe, and reads 15E as 15 all the same. One code that is plainly text
# further down keeps the whole column, so that the same code is right in one list and a number in the next. No warning.
# Codes of commissioners in the Organisation Data Service are two figures and a letter or sign, and a team's own list names
# one commissioner only: all its rows then name organisation 15.
#
# Needs `Rscript` (Debian: r-base-core) and readr (r-cran-readr).
set -euo pipefail
command -v Rscript >/dev/null || { echo "Rscript is not installed: nothing was tried"; exit 77; }
Rscript -e 'if (!requireNamespace("readr", quietly = TRUE)) quit(status = 1)' ||
    { echo "readr is not installed: nothing was tried"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf 'Reference,Commissioner,Provider\nX9-1,15E,0042\nX9-2,15E,0043\n' > own.csv
printf 'Reference,Commissioner,Provider\nX9-1,15E,0042\nX9-2,02E,0043\n' > two.csv
printf 'Reference,Commissioner,Provider\nX9-1,15E,0042\nX9-2,02Q,0043\n' > mixed.csv
cat > read.R <<'R'
cat(R.version.string, "with readr", format(packageVersion("readr")), "\n")
plain <- read.csv("own.csv")$Commissioner
tidy <- readr::read_csv("own.csv", show_col_types = FALSE)
two <- read.csv("two.csv")$Commissioner
cat("read.csv:", plain, "and, with 02E among them:", two, "\n")
cat("read_csv:", tidy$Commissioner, "beside", tidy$Provider, "\n")
cat("read.csv, with 02Q among them:", read.csv("mixed.csv")$Commissioner, "\n")
cat("the code alone, as.numeric:", as.numeric("15E"), "\n")
same <- identical(plain, c(15, 15)) && identical(two, c(15, 2)) && identical(as.vector(tidy$Commissioner), c(15, 15)) &&
    identical(as.vector(tidy$Provider), c("0042", "0043")) &&
    identical(read.csv("mixed.csv")$Commissioner, c("15E", "02Q"))
if (!same) {
    cat("this has changed\n")
    quit(status = 1)
}
R
Rscript --vanilla read.R
python3 - <<'PY'
try:
    float("15E")
except ValueError as said:
    print("Python:", said)
else:
    raise SystemExit("this has changed")
PY
