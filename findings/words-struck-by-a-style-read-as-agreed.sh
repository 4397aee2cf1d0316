#!/usr/bin/env bash
# mammoth 1.13.0, markitdown 0.1.9, docx2python 3.7.1 (html=True) and pandoc 3.9 (pypandoc_binary 1.17): words that are struck
# through, by whatever means Word has.
#
# Guessed before it was run: who marks struck words at all (<s>, <del>, ~~) marks what the page shows with a line through it:
# struck with the button (w:strike, ECMA-376 part 1, 17.3.2.37), twice (w:dstrike, 17.3.2.9), or by a character style
# (17.7.9), as comparison programs write what was taken out; and not what the words' own setting takes the line away from.
# Seen: all four mark the first. A style's line is marked by pandoc alone, so that “Pay in 30 60 days” is the text where the
# page shows the 30 struck; a double line is marked by markitdown alone; and docx2python marks as struck a 60 that says of
# itself that it is not (w:val="0"). LibreOffice makes HTML of the same file with a line through each of the three. Nothing
# is said, but that mammoth lists the style as one it does not know.
# A comparison that was sent as a Word file reads as a contract with both terms, and which one holds is gone.
#
# With `soffice` (Debian: libreoffice-writer) its HTML is looked at too.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check mammoth==1.13.0 'markitdown[docx]==0.1.9' docx2python==3.7.1 \
    pypandoc_binary==1.17
venv/bin/python - <<'PY'
import pathlib
import re
import shutil
import subprocess
import zipfile

import mammoth
import pypandoc
from docx2python import docx2python
from markitdown import MarkItDown

SPACE = "http://schemas.openxmlformats.org"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NAMES = f'xmlns:w="{SPACE}/wordprocessingml/2006/main" xmlns:r="{SPACE}/officeDocument/2006/relationships"'
LOOKS = {
    "button": "<w:strike/>",
    "double": "<w:dstrike/>",
    "style": '<w:rStyle w:val="Deletion"/>',
    "taken away": '<w:rStyle w:val="Deletion"/><w:strike w:val="0"/>',
}


def run(text, look=""):
    return f'<w:r>{f"<w:rPr>{look}</w:rPr>" if look else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


body = "".join(f"<w:p>{run(f'{name}: pay in ')}{run('30', look)}{run(' 60 days')}</w:p>" for name, look in LOOKS.items())
style = (
    '<w:style w:type="character" w:customStyle="1" w:styleId="Deletion"><w:name w:val="Comparison Deletion"/><w:rPr><w:strike/>'
    '<w:color w:val="FF0000"/></w:rPr></w:style>'
)
parts = {
    "[Content_Types].xml": f'<Types xmlns="{SPACE}/package/2006/content-types"><Default Extension="rels" ContentType="'
    'application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    f'ContentType="{KIND}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="{KIND}.styles+xml"/></Types>',
    "word/document.xml": f"<w:document {NAMES}><w:body>{body}<w:sectPr/></w:body></w:document>",
    "word/styles.xml": f"<w:styles {NAMES}>{style}</w:styles>",
}
for part, kind, target in (
    ("_rels/.rels", "officeDocument", "word/document.xml"),
    ("word/_rels/document.xml.rels", "styles", "styles.xml"),
):
    parts[part] = (
        f'<Relationships xmlns="{SPACE}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{SPACE}/officeDocument/2006/relationships/{kind}" Target="{target}"/></Relationships>'
    )
with zipfile.ZipFile("compared.docx", "w") as archive:
    for name, text in parts.items():
        archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}')


def struck(text):
    """The means whose 30 is marked as struck."""
    flat = " ".join(text.split())
    lines = re.findall(r"(button|double|style|taken away): pay in (.*?)\s*60 days", flat)
    if [name for name, _ in lines] != list(LOOKS) or any("30" not in words for _, words in lines):
        raise SystemExit(f"the words have changed: {lines}")
    return [name for name, words in lines if re.search("<(s|del|strike|span)[ >]|~~", words)]


with open("compared.docx", "rb") as file, docx2python("compared.docx", html=True) as by_docx2python:
    seen = {
        "mammoth": struck(mammoth.convert_to_html(file).value),
        "markitdown": struck(MarkItDown().convert("compared.docx").text_content),
        "docx2python": struck(by_docx2python.text),
        "pandoc": struck(pypandoc.convert_file("compared.docx", "html")),
    }
print("pandoc", pypandoc.get_pandoc_version())
for name, each in seen.items():
    print(f"marked as struck by {name}:", each)
if shutil.which("soffice"):
    profile = f"-env:UserInstallation={pathlib.Path('profile').resolve().as_uri()}"
    subprocess.run(["soffice", profile, "--headless", "--convert-to", "html", "compared.docx"], capture_output=True, check=True)
    page = pathlib.Path("compared.html").read_text(encoding="utf-8")
    print("struck in LibreOffice's HTML:", re.sub("<(?!/?(strike|del|s)>)[^>]*>", "", page[page.index("<body") :]).split())
if seen != {
    "mammoth": ["button"],
    "markitdown": ["button", "double"],
    "docx2python": ["button", "taken away"],
    "pandoc": ["button", "style"],
}:
    raise SystemExit("this has changed")
PY
