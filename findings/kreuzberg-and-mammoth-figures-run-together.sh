#!/usr/bin/env bash
# kreuzberg 4.10.4 (Python) and mammoth 1.13.0 (extract_raw_text, Python and npm alike): figures that a .docx parts by a tab
# or by a line break.
#
# Guessed before it was run: a tab (w:tab, ECMA-376 part 1, 17.3.3.32) and a line break (w:br, 17.3.3.1) part words in the
# text too, as a blank at least; and a sign chosen with Insert > Symbol (w:sym, 17.3.3.30) is the sign or leaves a mark.
# Seen: kreuzberg leaves tabs out, so that “Quarter 1”, 25 and 30 in columns of tabs read “Quarter 12530”, and clause “1.1 Pay”
# reads “1.1Pay”; “aged ≥65” reads “aged 65”. mammoth's plain text leaves line breaks out, so that 25 over 30 reads
# 2530; its HTML of the same file has the break, and kreuzberg has it too. No error, no message.
# docx2python 3.7.1 keeps all of them apart. Targets typed in columns become one number of five figures.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check kreuzberg==4.10.4 mammoth==1.13.0 docx2python==3.7.1 \
    python-docx==1.2.0
npm init -y > /dev/null
npm install --silent --no-audit --no-fund mammoth@1.13.0 > /dev/null
venv/bin/python - <<'PY'
import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

document = docx.Document()
document.add_paragraph("Quarter 1\t25\t30")
document.add_paragraph("1.1\tPay within 30 days.")
aged = document.add_paragraph("People aged ")
aged._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'))
aged.add_run("65.")
document.add_paragraph("25\n30")
document.save("targets.docx")
PY
node -e "
require('mammoth').extractRawText({ path: 'targets.docx' }).then(({ value, messages }) => {
  require('fs').writeFileSync('npm.json', JSON.stringify([value, messages.length]));
});
"
venv/bin/python - <<'PY'
import json
from pathlib import Path

import mammoth
from docx2python import docx2python
from kreuzberg import extract_file_sync

with open("targets.docx", "rb") as file:
    raw = mammoth.extract_raw_text(file)
with open("targets.docx", "rb") as file:
    page = mammoth.convert_to_html(file).value
npm, said = json.loads(Path("npm.json").read_text(encoding="utf-8"))


def words(text):
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


seen = {
    "kreuzberg": words(extract_file_sync("targets.docx").content),
    "mammoth": words(raw.value),
    "mammoth (npm)": words(npm),
    "docx2python": words(docx2python("targets.docx").text),
}
for name, lines in seen.items():
    print(f"{name}: {lines}")
print("mammoth's messages:", raw.messages, said)
by_mammoth = ["Quarter 1 25 30", "1.1 Pay within 30 days.", "People aged ≥65.", "2530"]
parted = ["Quarter 1 25 30", "1.1 Pay within 30 days.", "25", "30"]
if (
    seen["kreuzberg"] != ["Quarter 12530", "1.1Pay within 30 days.", "People aged 65.", "25", "30"]
    or not seen["mammoth"] == seen["mammoth (npm)"] == by_mammoth
    or raw.messages
    or said
    or "25<br />30" not in page
    or [line for line in seen["docx2python"] if "aged" not in line] != parted
):
    raise SystemExit("this has changed")
PY
