#!/usr/bin/env bash
# easy-template-x 7.2.8 (npm), beside docxtpl 0.20.2 (Python): a value of two lines within a sentence.
#
# Guessed before it was run: a value that holds a line end is printed where its tag stands, with a line break (w:br, ECMA-376
# part 1, 17.3.3.1) between its lines, and the sentence goes on after its last line.
# Seen: docxtpl does so. easy-template-x prints the first line at the tag, then the rest of the sentence, and only then the
# value's other lines; with two such values in one sentence both leftovers stand behind it. Nothing is said, and every word
# is there: “report every death to the Commissioner / every complaint”.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check docxtpl==0.20.2 python-docx==1.2.0 jinja2==3.1.6
npm init -y > /dev/null
npm install --silent --no-audit --no-fund easy-template-x@7.2.8 > /dev/null
venv/bin/python - <<'PY'
import docx
from docxtpl import DocxTemplate

for name, opens, closes in (("npm.docx", "{", "}"), ("python.docx", "{{ ", " }}")):
    document = docx.Document()
    document.add_paragraph(
        f"The Provider must report {opens}what{closes} to the Commissioner and tell {opens}whom{closes} of it."
    )
    document.save(name)
template = DocxTemplate("python.docx")
template.render({"what": "every death\nevery complaint", "whom": "patients\ncarers"})
template.save("python-drawn.docx")
PY
node -e "
const fs = require('fs');
const { TemplateHandler } = require('easy-template-x');
new TemplateHandler()
  .process(fs.readFileSync('npm.docx'), { what: 'every death\nevery complaint', whom: 'patients\ncarers' })
  .then((drawn) => fs.writeFileSync('npm-drawn.docx', drawn));
"
venv/bin/python - <<'PY'
import docx

drawn = {name: docx.Document(f"{name}-drawn.docx").paragraphs[0].text for name in ("python", "npm")}
for name, text in drawn.items():
    print(f"{name}: {text!r}")
if drawn != {
    "python": "The Provider must report every death\nevery complaint to the Commissioner and tell patients\ncarers of it.",
    "npm": "The Provider must report every death to the Commissioner and tell patients of it.\nevery complaint\ncarers",
}:
    raise SystemExit("this has changed")
PY
