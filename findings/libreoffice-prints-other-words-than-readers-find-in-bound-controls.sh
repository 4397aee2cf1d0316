#!/usr/bin/env bash
# A .docx with two content controls that are bound to data of the file: what LibreOffice 7.4.7 prints, what seven readers find
# (python-docx 1.2.0, docx2txt 0.9, docx2python 3.7.1, mammoth 1.13.0, markitdown 0.1.9, pandoc 3.9; npm officeparser 7.8.0),
# and what two comparisons of python-redlines 2.0.0 (XmlPowerTools and Docxodus) say of two files in which that data differs.
#
# Guessed before it was run: whoever gives the words of such a control gives those of the element that it is bound to, in a
# custom XML part or a property, since its “contents … shall be used to replace the current run content” (w:dataBinding,
# ECMA-376 part 1, 17.5.2.6); and two files in which they differ are not called the same.
# Seen: LibreOffice prints the data, “60 days”, as the standard has it. The readers give the words that stood in the control
# before, “30 days”, but for python-docx, which gives none; and neither comparison finds a revision between a file with 30
# days and one with 60. Nothing is said.
# Programs that fill forms write the data and leave the old words for Word to replace when it opens the file: what is searched
# and compared says 30 days, the page that is signed 60.
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
venv/bin/python -m pip install --quiet --disable-pip-version-check python-docx==1.2.0 docx2txt==0.9 docx2python==3.7.1 \
    mammoth==1.13.0 "markitdown[docx]==0.1.9" pypandoc_binary==1.17 python-redlines==2.0.0 python-redlines-docxodus==2.0.0 \
    python-redlines-ooxmlpowertools==2.0.0
npm init -y > /dev/null
npm install --silent --no-audit --no-fund officeparser@7.8.0 > /dev/null
venv/bin/python - <<'PY'
import docx
from docx.opc.constants import CONTENT_TYPE as KIND
from docx.opc.constants import RELATIONSHIP_TYPE as LINK
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

ITEM = "{0A1B2C3D-1111-4222-8333-0123456789AB}"
PROPERTIES = "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"  # the id by which Word binds to core.xml
DATA = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"


def control(number, store, prefix, namespace, path):
    return parse_xml(
        f'<w:sdt {nsdecls("w")}><w:sdtPr><w:id w:val="{number}"/><w:dataBinding '
        f"w:prefixMappings=\"xmlns:{prefix}='{namespace}'\" w:xpath=\"{path}\" w:storeItemID=\"{store}\"/><w:text/></w:sdtPr>"
        "<w:sdtContent><w:r><w:t>30 days</w:t></w:r></w:sdtContent></w:sdt>"
    )


def make(name, kept):
    file = docx.Document()
    package = file.part.package
    properties = f'<ds:datastoreItem xmlns:ds="{DATA}" ds:itemID="{ITEM}"/>'
    terms = f'<terms xmlns="urn:example:terms"><days>{kept}</days></terms>'
    store = Part(PackURI("/customXml/item7.xml"), KIND.XML, terms.encode(), package)
    about = Part(PackURI("/customXml/itemProps7.xml"), KIND.OFC_CUSTOM_XML_PROPERTIES, properties.encode(), package)
    store.relate_to(about, LINK.CUSTOM_XML_PROPS)
    file.part.relate_to(store, LINK.CUSTOM_XML)
    file.core_properties.category = kept
    pay, report = file.add_paragraph("Pay within "), file.add_paragraph("Report within ")
    pay._p.append(control(7, ITEM, "t", "urn:example:terms", "/t:terms[1]/t:days[1]"))
    report._p.append(control(8, PROPERTIES, "c", CORE, "/c:coreProperties[1]/c:category[1]"))
    pay.add_run(" of the invoice.")
    file.save(name)


make("30.docx", "30 days")
make("60.docx", "60 days")
PY
soffice --version
soffice "-env:UserInstallation=file://$folder/profile" --headless --convert-to pdf --outdir "$folder" 60.docx >/dev/null 2>&1
pdftotext 60.pdf printed.txt
node -e "require('officeparser').parseOffice('60.docx').then((read) => console.log(read.toText()))" > officeparser.txt
venv/bin/python -W ignore - <<'PY'
import re
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import docx2txt
import mammoth
import pypandoc
from docx2python import docx2python
from markitdown import MarkItDown
from python_redlines.engines import DocxodusEngine, XmlPowerToolsEngine

read = {
    "LibreOffice": Path("printed.txt").read_text(),
    "python-docx": "\n".join(each.text for each in docx.Document("60.docx").paragraphs),
    "docx2txt": docx2txt.process("60.docx"),
    "docx2python": docx2python("60.docx").text,
    "mammoth": mammoth.extract_raw_text(Path("60.docx").open("rb")).value,
    "markitdown": MarkItDown().convert("60.docx").text_content,
    "pandoc": pypandoc.convert_file("60.docx", "plain"),
    "officeparser": Path("officeparser.txt").read_text(),
}
found = {reader: re.findall(r"\d+ days", text) for reader, text in read.items()}
for reader, text in read.items():
    print(f"{reader:12}", " | ".join(text.split("\n")).replace("|  |", "|").strip(" |\f"))
compared = {}
for engine in (XmlPowerToolsEngine, DocxodusEngine):
    redline = engine().run_redline("A. Example", Path("30.docx").read_bytes(), Path("60.docx").read_bytes())[0]
    body = zipfile.ZipFile(BytesIO(redline)).read("word/document.xml").decode()
    compared[engine.__name__] = (len(re.findall("<w:(?:ins|del) ", body)), re.findall(r"\d+ days", body))
    print(engine.__name__, "revisions, words:", *compared[engine.__name__])
thirty, sixty = ["30 days", "30 days"], ["60 days", "60 days"]
if found.pop("LibreOffice") != sixty or found.pop("python-docx") or any(each != thirty for each in found.values()):
    raise SystemExit("this has changed")
if any(marks for marks, words in compared.values()):
    raise SystemExit("this has changed")
PY
