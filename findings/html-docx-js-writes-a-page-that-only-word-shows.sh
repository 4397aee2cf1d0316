#!/usr/bin/env bash
# html-docx-js 0.3.1 and html-docx-js-typescript 0.1.5 (npm): the .docx that they make of a web page.
#
# Guessed before it was run: a library that turns HTML into .docx writes paragraphs, as html-to-docx and pandoc do, and what
# it cannot express is lost piece by piece.
# Seen: the document holds no paragraph. The page is put beside it as an e-mail page (word/afchunk.mht) with a mark to bring
# it in (w:altChunk, ECMA-376 part 1, 17.17.2.1), which Word follows as it opens the file. Whoever reads it with anything else
# gets an empty document: python-docx, docx2txt, docx2python and pandoc give no words and no message (mammoth alone says
# what it left out), LibreOffice 7.4.7 prints a blank page and, if the file is saved there, the words are gone for good.
# A clause that was exported so is in Word for one side, and absent from the other side's PDF, search and comparison.
#
# With `soffice` (Debian: libreoffice-writer) and `pdftotext` (poppler-utils) the printed page is looked at too.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check python-docx==1.2.0 docx2txt==0.9 docx2python==3.7.1 \
    mammoth==1.13.0 pypandoc_binary==1.17
npm init -y > /dev/null
npm install --silent --no-audit --no-fund html-docx-js@0.3.1 html-docx-js-typescript@0.1.5 html-to-docx@1.8.0 > /dev/null
node -e "
const { writeFileSync } = require('fs');
const page = '<!DOCTYPE html><html><body><p>At least 60% of people have a plan.</p></body></html>';
(async () => {
  for (const name of ['html-docx-js', 'html-docx-js-typescript']) {
    const made = await require(name).asBlob(page);
    writeFileSync(name + '.docx', made.arrayBuffer ? Buffer.from(await made.arrayBuffer()) : made);
  }
  writeFileSync('html-to-docx.docx', Buffer.from(await require('html-to-docx')(page)));
})();
"
if command -v soffice >/dev/null && command -v pdftotext >/dev/null; then
    soffice --version
    for name in html-docx-js html-to-docx; do
        soffice "-env:UserInstallation=file://$folder/profile" --headless --convert-to pdf $name.docx >/dev/null 2>&1
        echo "LibreOffice prints of $name: «$(pdftotext $name.pdf - | tr -s '\n\f' ' ')»"
    done
    pdftotext html-docx-js.pdf - | grep -q 'At least' && { echo "this has changed"; exit 1; }
    pdftotext html-to-docx.pdf - | grep -q 'At least 60%' || { echo "this has changed"; exit 1; }
fi
venv/bin/python -W ignore - <<'PY'
import zipfile

import docx
import docx2txt
import mammoth
import pypandoc
from docx2python import docx2python


def read(name):
    raw = mammoth.extract_raw_text(open(name, "rb"))
    return {
        "python-docx": " ".join(each.text for each in docx.Document(name).paragraphs).strip(),
        "docx2txt": docx2txt.process(name).strip(),
        "docx2python": docx2python(name).text.strip(),
        "pandoc": pypandoc.convert_file(name, "plain").strip(),
        "mammoth": raw.value.strip(),
    }, [each.message for each in raw.messages]


wrong = []
for name in ("html-docx-js", "html-docx-js-typescript", "html-to-docx"):
    found, messages = read(f"{name}.docx")
    print(name, found, messages)
    with zipfile.ZipFile(f"{name}.docx") as made:
        page = "word/afchunk.mht" in made.namelist() and b"60% of people" in made.read("word/afchunk.mht")
    if page == (name == "html-to-docx") or any(("60%" in text) == page for text in found.values()):
        wrong.append(name)
if wrong:
    raise SystemExit("this has changed")
PY
