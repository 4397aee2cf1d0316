#!/usr/bin/env bash
# docxtpl 0.20.2: a value that holds “<” or “&”.
#
# Guessed before it was run: a value is put into the document as words, or, where a sign has to be escaped and is not,
# the document cannot be made and an error says so.
# Seen: unless autoescape=True is given, the page is repaired instead: the sign goes, and with it what looks like the name
# of an element or entity. “aged <65” is printed “aged 65”, “HbA1c < 58” is printed “HbA1c  58”, “R&D team” is printed “R
# team”; a post in angle brackets is gone with the rest of its paragraph. No error, no warning.
# A threshold loses its direction on the way into the contract.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check docxtpl==0.20.2 python-docx==1.2.0 lxml==6.1.3 jinja2==3.1.6 \
    docxcompose==2.2.0
venv/bin/python - <<'PY'
import docx
import docxtpl

SEEN = {
    "people aged <65": "At least 60% of people aged 65, each year.",
    "people with HbA1c < 58 mmol/mol": "At least 60% of people with HbA1c  58 mmol/mol, each year.",
    "the R&D team": "At least 60% of the R team, each year.",
    "people seen by <the link worker>": "At least 60% of people seen by ",
}
blank = docx.Document()
blank.add_paragraph("At least 60% of {{ group }}, each year.")
blank.save("template.docx")
print("docxtpl", docxtpl.__version__)
changed = []
for value, expected in SEEN.items():
    made = []
    for escape in (False, True):
        template = docxtpl.DocxTemplate("template.docx")
        template.render({"group": value}, autoescape=escape)
        template.save("made.docx")
        made.append(docx.Document("made.docx").paragraphs[0].text)
    print(f"{value!r}: {made[0]!r}; with autoescape: {made[1]!r}")
    if made != [expected, f"At least 60% of {value}, each year."]:
        changed.append(value)
if changed:
    raise SystemExit(f"this has changed: {', '.join(changed)}")
PY
