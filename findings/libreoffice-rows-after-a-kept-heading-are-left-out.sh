#!/usr/bin/env bash
# LibreOffice Writer: rows of a table that no PDF shows.
#
# Guessed: a heading that is kept with what follows (`w:keepNext`), before a table whose rows may not break across pages
# (`w:cantSplit`), moves to the next page with it where no room is left; every row is printed somewhere.
# Seen (LibreOffice 7.4.7, fonts of Debian 12, 150 files): at one height of the text above, where just a row is left,
# only the first row is printed, at the foot of the page; the other five are on no page of the PDF, without a word, and
# the text after the table goes on. All six are in the file.
# Where the rows may break, or the first row is kept with the second, no row is lost at any of the same heights.
#
# Needs `soffice` (Debian: libreoffice-writer) and `pdftotext` (poppler-utils).
set -euo pipefail
for program in soffice pdftotext; do
    command -v "$program" >/dev/null || { echo "$program is not installed: nothing was tried"; exit 77; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check python-docx==1.2.0 lxml==6.0.2
"$folder/venv/bin/python" - "$folder" <<'PY'
import sys

from docx import Document
from docx.oxml import OxmlElement
from docx.shared import Pt

KINDS = (("rows-whole", False, False), ("rows-break", True, False), ("first-kept", False, True))
for name, may_break, first_kept in KINDS:
    for halves in range(1150, 1200):
        document = Document()
        document.add_paragraph("An invented page.").paragraph_format.space_after = Pt(halves / 2)
        document.add_heading("What is delivered", 1)  # a heading of the default template is kept with what follows
        table = document.add_table(rows=0, cols=2)
        table.style = "Table Grid"
        for number in range(7):
            row = table.add_row()
            if not may_break:
                row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            words = ("What", "By when") if number == 0 else (f"Item {number} of six", "March")
            for cell, text in zip(row.cells, words, strict=True):
                paragraph = cell.paragraphs[0]
                paragraph.add_run(text)
                paragraph.paragraph_format.keep_with_next = number == 0 or (first_kept and number == 1)
        document.add_paragraph("Words after the table.")
        document.save(f"{sys.argv[1]}/{name}-{halves}.docx")
PY
soffice --version
soffice "-env:UserInstallation=file://$folder/profile" --headless --convert-to pdf --outdir "$folder" \
    "$folder"/*.docx >/dev/null 2>&1
"$folder/venv/bin/python" - "$folder" <<'PY'
import subprocess
import sys
from pathlib import Path

lost = {}
for name in ("rows-whole", "rows-break", "first-kept"):
    lost[name] = []
    files = sorted(Path(sys.argv[1]).glob(f"{name}-*.pdf"))
    assert len(files) == 50, (name, len(files))
    for file in files:
        text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
        assert "Words after the table." in text, file.name
        rows = text.count(" of six")
        if rows < 6:
            lost[name].append(f"{rows} of 6 rows at {int(file.stem.rpartition('-')[2]) / 2} points")
    print(f"{name}: {', '.join(lost[name]) or 'all rows at every height'}")
if not lost["rows-whole"] or lost["rows-break"] or lost["first-kept"]:
    sys.exit("this has changed")
PY
