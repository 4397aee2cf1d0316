#!/usr/bin/env bash
# LibreOffice 7.4.7, a .docx with footnotes: which note is printed at which mark.
#
# Guessed before it was run: a mark (w:footnoteReference, ECMA-376 part 1, 17.11.14) prints the note whose w:id it names,
# wherever that note stands in footnotes.xml; a note that no mark names is not printed.
# Seen: notes are handed out by their place in the part. Where the clauses were put in another order and the notes were
# not, each clause gets the other's note; where one note is left over, every later clause gets the note before its own. In
# both files the words “60 days” stand under a clause for which the file says “30 days”, and nothing is said.
# Who makes the PDF for signature from a file that a program joined or re-ordered signs other notes than the file holds.
#
# Needs `soffice` (Debian: libreoffice-writer) and `pdftotext` (poppler-utils).
set -euo pipefail
for program in soffice pdftotext; do
    command -v "$program" >/dev/null || { echo "$program is not installed: nothing was tried"; exit 77; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 - <<'PY'
import zipfile

SPACE = "http://schemas.openxmlformats.org"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NOTES = {1: "Within 30 days.", 2: "Within 60 days.", 3: "Within 90 days."}


def made(name, marks, notes):
    body = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">Clause with note {mark}</w:t></w:r>'
        f'<w:r><w:footnoteReference w:id="{mark}"/></w:r></w:p>'
        for mark in marks
    )
    held = (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
    ) + "".join(
        f'<w:footnote w:id="{note}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>{NOTES[note]}</w:t></w:r></w:p></w:footnote>'
        for note in notes
    )
    wml = f'xmlns:w="{SPACE}/wordprocessingml/2006/main"'
    rels = f'<Relationships xmlns="{SPACE}/package/2006/relationships"><Relationship Id="rId1" Type="{SPACE}/officeDocument/2006/relationships'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{SPACE}/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
        f'ContentType="{KIND}.document.main+xml"/><Override PartName="/word/footnotes.xml" '
        f'ContentType="{KIND}.footnotes+xml"/></Types>',
        "_rels/.rels": f'{rels}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{rels}/footnotes" Target="footnotes.xml"/></Relationships>',
        "word/footnotes.xml": f"<w:footnotes {wml}>{held}</w:footnotes>",
        "word/document.xml": f"<w:document {wml}><w:body>{body}<w:sectPr/></w:body></w:document>",
    }
    with zipfile.ZipFile(name, "w") as archive:
        for part, text in parts.items():
            archive.writestr(part, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}')


made("in-order.docx", [1, 2], [1, 2])
made("other-order.docx", [2, 1], [1, 2])
made("one-left-over.docx", [1, 3], [1, 2, 3])
PY
soffice --version
soffice "-env:UserInstallation=file://$folder/profile" --headless --convert-to pdf ./*.docx >/dev/null 2>&1
python3 - <<'PY'
import re
import subprocess

SEEN = {
    "in-order": {"1": "30", "2": "60"},
    "other-order": {"2": "30", "1": "60"},
    "one-left-over": {"1": "30", "3": "60"},
}
changed = []
for name, expected in SEEN.items():
    page = subprocess.run(["pdftotext", "-raw", f"{name}.pdf", "-"], capture_output=True, check=True, text=True).stdout
    marks = {printed: note for note, printed in re.findall(r"Clause with note (\d)(\d)", page)}
    notes = dict(re.findall(r"(\d)\s*Within (\d+) days", page))
    found = {note: notes.get(printed) for printed, note in marks.items()}
    print(f"{name}: days printed for each note that a clause names: {found}")
    if found != expected:
        changed.append(name)
if changed:
    raise SystemExit(f"this has changed: {', '.join(changed)}")
PY
