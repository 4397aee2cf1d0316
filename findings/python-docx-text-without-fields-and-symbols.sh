#!/usr/bin/env bash
# python-docx 1.2.0: what Paragraph.text leaves out of a line that Word prints whole.
#
# Guessed before it was run: the words of a simple field (w:fldSimple, ECMA-376 part 1, 17.16.19) are in the text as the
# words of a hyperlink are, and a sign chosen with Insert > Symbol (w:sym, 17.3.3.30) leaves at least some mark.
# Seen: both are gone without a word, and so are words in a smart tag, in a content control and in an equation. “people
# aged ≥65, at least 60% of them” reads “people aged 65, at least  of them”. The result of a field that is written as
# w:fldChar runs is there, so the same threshold is read or lost by how the field was put in.
# Who counts or compares contracts by Paragraph.text loses figures that stand on the page.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check python-docx==1.2.0 lxml==6.1.3
"$folder/venv/bin/python" - <<'PY'
import docx
from docx.oxml import parse_xml

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
SEEN = {
    "a hyperlink's words": ('<w:hyperlink w:anchor="a"><w:r><w:t>60%</w:t></w:r></w:hyperlink>', "60%"),
    "a field of w:fldChar runs": (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DOCPROPERTY Share </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>60%</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        "60%",
    ),
    "a simple field": ('<w:fldSimple w:instr=" DOCPROPERTY Share "><w:r><w:t>60%</w:t></w:r></w:fldSimple>', ""),
    "a sign of a symbol font": ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>65</w:t></w:r>', "65"),
    "words in a smart tag": ('<w:smartTag w:uri="u" w:element="e"><w:r><w:t>60%</w:t></w:r></w:smartTag>', ""),
    "words in a content control": ("<w:sdt><w:sdtContent><w:r><w:t>60%</w:t></w:r></w:sdtContent></w:sdt>", ""),
    "an equation": ("<m:oMath><m:r><m:t>60%</m:t></m:r></m:oMath>", ""),
}
print("python-docx", docx.__version__)
changed = []
for what, (inner, expected) in SEEN.items():
    paragraph = docx.Document().add_paragraph()
    paragraph._p.extend(parse_xml(f"<w:p {NAMES}>{inner}</w:p>"))
    print(f"{what}: {paragraph.text!r}")
    if paragraph.text != expected:
        changed.append(what)
if changed:
    raise SystemExit(f"this has changed: {', '.join(changed)}")
PY
