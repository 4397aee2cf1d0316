#!/usr/bin/env bash
# pandoc 3.9 (pypandoc_binary 1.17), docx2python 3.7.1 and mammoth 1.13.0: the numbers that a .docx gives its clauses.
#
# Guessed before it was run: pandoc and docx2python, which print the numbers of lists, print those of the standard: after
# (z) come (aa), (bb), (cc) (lowerLetter, ECMA-376 part 1, 17.18.59), and a list that is told to begin at 5
# (w:startOverride, 17.9.26) begins there; mammoth, which writes <ol>, gives each list one of its own.
# Seen: pandoc begins again at (a) after (z), so that two definitions are (a) and two are (b); docx2python writes ab) for
# what the page calls (bb), and begins the list of 5 at 1. mammoth puts lists that follow each other into one <ol>: clause 5 is
# shown as 2, (a) as 4, (bb) as 31; and what goes on after a sentence between begins at 1. LibreOffice prints all of
# them as the standard says. Nothing is said. Programs that read through mammoth, such as markitdown, count as it does.
# A definition (bb) is then found under another letter, or twice.
#
# With `soffice` (Debian: libreoffice-writer) and `pdftotext` (poppler-utils) the printed page is looked at too.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check pypandoc_binary==1.17 docx2python==3.7.1 \
    mammoth==1.13.0 python-docx==1.2.0
venv/bin/python - <<'PY'
import re

import docx
import mammoth
import pypandoc
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx2python import docx2python

names = nsdecls("w")
document = docx.Document()
lists = document.part.numbering_part.element
for child in list(lists):
    lists.remove(child)
for at, (kind, text) in enumerate((("decimal", "%1."), ("lowerLetter", "(%1)"))):
    lists.append(
        parse_xml(
            f'<w:abstractNum {names} w:abstractNumId="{at}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">'
            f'<w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
            "</w:lvl></w:abstractNum>"
        )
    )
for number, of, more in (
    (1, 0, ""),
    (2, 0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'),
    (3, 1, ""),
):
    lists.append(parse_xml(f'<w:num {names} w:numId="{number}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'))


def clause(words, number=0):
    paragraph = document.add_paragraph(words)._p
    if number:
        paragraph.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {names}><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>')
        )


clause("Scope", 1)
clause("Between them a sentence")
clause("Term", 1)
clause("Payment", 2)
clause("Records", 2)
for at in range(1, 29):
    clause(f"Definition{at}", 3)
document.save("clauses.docx")
asked = ("Scope", "Term", "Payment", "Records", "Definition1", "Definition26", "Definition27", "Definition28")


def numbers(text):
    found = (re.search(rf"^\s*(\S+)\s+{word}\s*$", text, re.MULTILINE) for word in asked)
    return " ".join(match[1] if match else "none" for match in found)


with open("clauses.docx", "rb") as file:
    page = mammoth.convert_to_html(file).value
counted = []
for lines in re.findall(r"<ol>(.*?)</ol>", page):
    counted += [f"{at}. {words}" for at, words in enumerate(re.findall(r"<li>(.*?)</li>", lines), start=1)]
seen = {
    "pandoc": numbers(pypandoc.convert_file("clauses.docx", "plain")),
    "docx2python": numbers(docx2python("clauses.docx").text),
    "mammoth": numbers("\n".join(counted)),
}
for name, found in seen.items():
    print(f"{name}: {found}")
if seen != {
    "pandoc": "1. 2. 5. 6. (a) (z) (a) (b)",
    "docx2python": "1) 2) 1) 2) a) z) aa) ab)",
    "mammoth": "1. 1. 2. 3. 4. 29. 30. 31.",
}:
    raise SystemExit("this has changed")
PY
if command -v soffice >/dev/null && command -v pdftotext >/dev/null; then
    soffice "-env:UserInstallation=file://$folder/profile" --headless --convert-to pdf clauses.docx >/dev/null 2>&1
    printed=$(pdftotext -layout clauses.pdf - | grep -E 'Scope|Term|Payment|Records|Definition(1|26|27|28)$' | awk '{print $1}' | tr '\n' ' ')
    echo "printed: $printed"
    [ "$printed" = "1. 2. 5. 6. (a) (z) (aa) (bb) " ] || { echo "this has changed"; exit 1; }
fi
