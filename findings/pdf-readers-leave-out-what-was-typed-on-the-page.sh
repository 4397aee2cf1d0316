#!/usr/bin/env bash
# Five readers of the words of a PDF (pypdf 7.1.1, pdfplumber 0.11.10, pdfminer.six 20260107, pypdfium2 5.15.2; npm
# pdfjs-dist 5.6.205): a form that was filled in, and words that somebody typed on the page.
#
# Guessed before it was run: the text of a page is what it shows and prints; so what stands in a filled field (ISO 32000-2,
# 12.7.5.3, with its appearance, 12.5.5) and what was put on the page with “Add text” (12.5.6.6) is in it, as in pdftotext and
# PyMuPDF.
# Seen: all of it is left out, with no mark and no message, since it is no part of the page's own stream. “Pay within 60 days of the
# invoice” reads “Pay within of the invoice”, which is also what an empty form reads; the choice “Shorter” and the remark “Not
# agreed: 60%” beside the 80% that it speaks of are nowhere. The page as a picture shows all of them.
# A signed form or a marked-up PDF that came back is then read as the blank one, or as the draft without the objection.
#
# Needs `pdftotext` (poppler-utils) for the comparison.
set -euo pipefail
command -v pdftotext >/dev/null || { echo "pdftotext is not installed: nothing was tried"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check pypdf==7.1.1 pdfplumber==0.11.10 pdfminer.six==20260107 \
    pypdfium2==5.15.2 pymupdf==2.0 reportlab==5.1.0
npm init -y > /dev/null
npm install --silent --no-audit --no-fund pdfjs-dist@5.6.205 > /dev/null
cat > read.mjs <<'JS'
import { readFileSync } from 'fs';
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
const file = await getDocument({ data: new Uint8Array(readFileSync('sent.pdf')), verbosity: VerbosityLevel.ERRORS }).promise;
const content = await (await file.getPage(1)).getTextContent();
console.log(content.items.map((each) => each.str).join(' '));
JS
venv/bin/python -W ignore - <<'PY'
import subprocess

import pdfplumber
import pymupdf
import pypdf
import pypdfium2
from pdfminer.high_level import extract_text
from reportlab.pdfgen import canvas

blank = canvas.Canvas("blank.pdf", invariant=1)
blank.drawString(72, 760, "Pay within")
blank.acroForm.textfield(name="days", value="60 days", x=140, y=750, width=80, height=20, fontSize=10)
blank.drawString(230, 760, "of the invoice.")
blank.acroForm.choice(name="form", value="Shorter", options=["Full length", "Shorter"], x=72, y=700, width=120, height=20)
blank.drawString(72, 650, "At least 80% of people.")
blank.save()
with pymupdf.open("blank.pdf") as file:
    file[0].add_freetext_annot(pymupdf.Rect(220, 175, 420, 200), "Not agreed: 60%").update()
    file.save("sent.pdf")


def said(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


texts = {
    "pypdf": pypdf.PdfReader("sent.pdf").pages[0].extract_text(),
    "pdfplumber": pdfplumber.open("sent.pdf").pages[0].extract_text(),
    "pdfminer.six": extract_text("sent.pdf"),
    "pypdfium2": pypdfium2.PdfDocument("sent.pdf")[0].get_textpage().get_text_range(),
    "pdfjs-dist": said("node", "read.mjs"),
    "PyMuPDF": pymupdf.open("sent.pdf")[0].get_text(),
    "pdftotext": said("pdftotext", "-layout", "sent.pdf", "-"),
}
TYPED = ("60 days", "Shorter", "Not agreed: 60%")
seen = {}
for name, text in texts.items():
    line = " ".join(text.split())
    seen[name] = [words for words in TYPED if words in line]
    print(f"{name:12} {line}")
    if "At least 80% of people." not in line:
        raise SystemExit("this has changed")
whole = ("PyMuPDF", "pdftotext")
if any(seen[name] != (list(TYPED) if name in whole else []) for name in seen):
    raise SystemExit("this has changed")
PY
