#!/usr/bin/env bash
# docx-merger 1.2.2 and @scholarcy/docx-merger 0.3.0 (npm), beside docxcompose 2.2.0 (Python): two contracts put one after
# the other, of which one numbers its clauses 1, 2 and the other (a), (b).
#
# Guessed before it was run: each clause keeps its number, since both pages say that bullets and numberings are kept; or, at
# worst, the second list counts on from the first as (c), (d).
# Seen, in the PDF that LibreOffice makes: docx-merger gives every list a new w:numId (ECMA-376 part 1, 17.9.18) and the
# paragraphs keep the old one, so that no clause of either contract has a number; the fork prints the second contract's (a)
# and (b) as 3 and 4, by the first one's list. docxcompose keeps all four. No error is raised.
#
# Needs `soffice` (Debian: libreoffice-writer) and `pdftotext` (poppler-utils).
set -euo pipefail
for program in soffice pdftotext; do
    command -v "$program" >/dev/null || { echo "$program is not installed: nothing was tried"; exit 77; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check docxcompose==2.2.0 python-docx==1.2.0
npm init -y > /dev/null
npm install --silent --no-audit --no-fund docx-merger@1.2.2 @scholarcy/docx-merger@0.3.0 > /dev/null
venv/bin/python - <<'PY'
import docx
from docx.oxml import parse_xml
from docxcompose.composer import Composer

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
for name, form, label, clauses in (
    ("one", "decimal", "%1.", ("Reports", "Notices")),
    ("two", "lowerLetter", "(%1)", ("Payment", "Records")),
):
    document = docx.Document()
    lists = document.part.numbering_part.element
    for each in list(lists):
        lists.remove(each)
    lists.append(
        parse_xml(
            f'<w:abstractNum {W} w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{label}"/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum>'
        )
    )
    lists.append(parse_xml(f'<w:num {W} w:numId="1"><w:abstractNumId w:val="0"/></w:num>'))
    for clause in clauses:
        number = document.add_paragraph(clause)._p.get_or_add_pPr().get_or_add_numPr()
        number.get_or_add_ilvl().val, number.get_or_add_numId().val = 0, 1
    document.save(f"{name}.docx")
both = Composer(docx.Document("one.docx"))
both.append(docx.Document("two.docx"))
both.save("docxcompose.docx")
PY
node -e "
const fs = require('fs');
const files = ['one.docx', 'two.docx'].map((name) => fs.readFileSync(name, 'binary'));
const First = require('docx-merger');
new First({ pageBreak: false }, files).save('nodebuffer', (data) => fs.writeFileSync('docx-merger.docx', data));
const fork = require('@scholarcy/docx-merger');
(async () => {
  const merger = new (fork.default || fork)();
  await merger.initialize({ pageBreak: false }, files);
  fs.writeFileSync('scholarcy.docx', await merger.save('nodebuffer'));
})();
"
for name in docx-merger scholarcy docxcompose; do
    soffice "-env:UserInstallation=file://$folder/profile" --headless --convert-to pdf "$name.docx" > /dev/null 2>&1
    pdftotext -layout "$name.pdf" "$name.txt"
    printf '%s: ' "$name"
    tr -s ' \n\f' ' ' < "$name.txt" | sed 's/^ //; s/ $//' | tee "$name.line"
    echo
done
[ "$(cat docx-merger.line)" = "Reports Notices Payment Records" ] &&
    [ "$(cat scholarcy.line)" = "1. Reports 2. Notices 3. Payment 4. Records" ] &&
    [ "$(cat docxcompose.line)" = "1. Reports 2. Notices (a) Payment (b) Records" ] || { echo "this has changed"; exit 1; }
