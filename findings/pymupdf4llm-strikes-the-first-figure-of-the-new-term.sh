#!/usr/bin/env bash
# pymupdf4llm 2.0 (Python, with pymupdf 2.0): the Markdown of a draft with tracked changes that was made a PDF.
#
# Guessed before it was run: words with a line through them are given between ~~ and ~~, letter by letter as on the page, and what
# was put in behind them is not: ~~30~~ and then 60.
# Seen: the mark ends a letter too late where the new words follow at once, as they do in every tracked change: “~~306~~ 0 days”
# for a 30 that is to be 60, “~~80%6~~ 0%”, “~~£157,500£~~ 67,500”, “Clause ~~5.11~~ 5.1” for 15.1,
# and “must ~~not r~~ eport”. With a blank between the old and the new it is right. The text as pymupdf gives it has all
# letters. Nothing is said.
# Who takes out what is struck, as a reader of the page would, has a term of 0 days, a target of 0% and another clause.
#
# Needs `soffice` (Debian: libreoffice-writer), which makes the PDF.
set -euo pipefail
command -v soffice >/dev/null || { echo "soffice is not installed: nothing was tried"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check python-docx==1.2.0 pymupdf==2.0 pymupdf4llm==2.0 \
    pymupdf_layout==2.0
cat > write.py <<'PY'
import docx
from docx.oxml import parse_xml

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BY = 'w:author="J Example" w:date="2026-04-01T09:00:00Z"'
CHANGES = (
    ("Pay within ", "30", "60", " days of the invoice."),
    ("Pay within ", "30", " 60", " days of the report."),
    ("At least ", "80%", "60%", " of people."),
    ("The sum is ", "£157,500", "£67,500", " a year."),
    ("Clause ", "5.1", "15.1", " applies."),
    ("The Provider must ", "not ", "", "report each month."),
)
document = docx.Document()
for number, (before, old, new, after) in enumerate(CHANGES):
    paragraph = document.add_paragraph(before)
    words = f'<w:r><w:delText xml:space="preserve">{old}</w:delText></w:r>'
    paragraph._p.append(parse_xml(f'<w:del {W} w:id="{2 * number + 1}" {BY}>{words}</w:del>'))
    if new:
        paragraph._p.append(parse_xml(f'<w:ins {W} w:id="{2 * number + 2}" {BY}><w:r><w:t xml:space="preserve">{new}</w:t></w:r></w:ins>'))
    paragraph.add_run(after)
document.save("draft.docx")
PY
venv/bin/python write.py
soffice "-env:UserInstallation=file://$folder/profile" --headless --convert-to pdf draft.docx > /dev/null 2>&1
cat > read.py <<'PY'
import re

import pymupdf
import pymupdf4llm

markdown = pymupdf4llm.to_markdown("draft.pdf", show_progress=False)
lines = [line.strip() for line in markdown.splitlines() if line.strip()]
kept = [" ".join(re.sub(r"~~.*?~~|</?u>", "", line).split()) for line in lines]
letters = [line.strip() for line in pymupdf.open("draft.pdf")[0].get_text().splitlines() if line.strip()]
for line, left in zip(lines, kept):
    print(f"pymupdf4llm: {line}    without what is struck: {left}")
print("pymupdf:", letters)
expected = [
    "Pay within ~~306~~ <u>0</u> days of the invoice.",
    "Pay within ~~30~~ <u>60</u> days of the report.",
    "At least ~~80%6~~ <u>0%</u> of people.",
    "The sum is ~~£157,500£~~ <u>67,500</u> a year.",
    "Clause ~~5.11~~ <u>5.1</u> applies.",
    "The Provider must ~~not r~~ eport each month.",
]
if lines != expected or letters[0] != "Pay within 3060 days of the invoice.":
    raise SystemExit("this has changed")
PY
venv/bin/python read.py
