#!/usr/bin/env bash
# Seven readers of the words of .doc, .rtf and .odt files (antiword 0.37, catdoc 0.95, wv 1.2.9, unrtf 0.21.10, odt2txt 0.5;
# Python: striprtf 0.0.35, odfpy 1.4.1): a draft with tracked changes.
#
# Guessed before it was run: words that are struck in a tracked change are left out, as the readers of .docx do and as
# pandoc (.odt) and word-extractor (.doc) do with these very files, or they are marked, as pandoc does with .rtf.
# Seen: the struck and the proposed words stand together with nothing between them: a term of 30 days that is to be 60 reads
# “Pay in 3060 days.”, and a sentence that was struck whole reads like one that is agreed. odt2txt and odfpy give the struck
# words at the top of the text, before the first clause, with the author's name run into them (OpenDocument 1.3 part 3,
# 5.5.2 keeps them there). Hidden words (\v) are given by all of them, too.
# Who searches or counts old contracts by such texts finds a charge that nobody agreed and a term of 3,060 days.
#
# Needs `soffice` (Debian: libreoffice-writer), which makes the three files of one .docx, and Debian's antiword, catdoc, wv,
# unrtf and odt2txt.
set -euo pipefail
for program in soffice antiword catdoc wvText unrtf odt2txt; do
    command -v "$program" >/dev/null || { echo "$program is not installed: nothing was tried"; exit 77; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check striprtf==0.0.35 odfpy==1.4.1 pypandoc_binary==1.17
python3 - <<'PY'
import zipfile

SPACE = "http://schemas.openxmlformats.org"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
BY = 'w:author="A. Example" w:date="2026-05-04T09:30:00Z"'


def run(words):
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def struck(number, words):
    return f'<w:del w:id="{number}" {BY}><w:r><w:delText>{words}</w:delText></w:r></w:del>'


mark = f'<w:pPr><w:rPr><w:del w:id="4" {BY}/></w:rPr></w:pPr>'
body = (
    f'<w:p>{run("Pay in ")}{struck(1, "30")}<w:ins w:id="2" {BY}>{run("60")}</w:ins>{run(" days.")}</w:p>'
    f'<w:p>{mark}{struck(3, "The Provider may charge.")}</w:p>'
    # antiword refuses files with less text than this.
    + f'<w:p>{run("The Provider reports each month. " * 40)}</w:p>'
)
with zipfile.ZipFile("sent.docx", "w") as sent:
    sent.writestr(
        "[Content_Types].xml",
        f'<Types xmlns="{SPACE}/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{TYPE}"/></Types>',
    )
    sent.writestr(
        "_rels/.rels",
        f'<Relationships xmlns="{SPACE}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{SPACE}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    )
    sent.writestr(
        "word/document.xml",
        f'<w:document xmlns:w="{SPACE}/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>',
    )
PY
soffice --version
for kind in doc rtf odt; do
    soffice "-env:UserInstallation=file://$folder/profile" --headless --convert-to $kind sent.docx >/dev/null 2>&1
done
venv/bin/python - <<'PY'
import subprocess
import warnings

warnings.simplefilter("ignore")
import odf.teletype
import pypandoc
from odf.opendocument import load
from striprtf.striprtf import rtf_to_text


def said(*command):
    return subprocess.run(command, capture_output=True, text=True, errors="replace").stdout


said("wvText", "sent.doc", "wv.txt")
texts = {
    "antiword, .doc": said("antiword", "sent.doc"),
    "catdoc, .doc": said("catdoc", "sent.doc"),
    "wvText, .doc": open("wv.txt", errors="replace").read(),
    "catdoc, .rtf": said("catdoc", "sent.rtf"),
    "unrtf, .rtf": said("unrtf", "--text", "sent.rtf"),
    "striprtf, .rtf": rtf_to_text(open("sent.rtf", encoding="latin-1").read()),
    "odt2txt, .odt": said("odt2txt", "--width=-1", "sent.odt"),
    "odfpy, .odt": odf.teletype.extractText(load("sent.odt").text),
    "pandoc, .rtf": pypandoc.convert_file("sent.rtf", "plain"),
    "pandoc, .odt": pypandoc.convert_file("sent.odt", "plain"),
}
seen = {}
for name, text in texts.items():
    line = " ".join(text.split())
    line = line[line.index("Pay in") :].split(" days.")[0] + " days."
    seen[name] = (line, "The Provider may charge." in text)
    print(f"{name:15} {line:25} {'the struck sentence stands' if seen[name][1] else 'without the struck sentence'}")
before = texts["odfpy, .odt"].split("Pay in")[0]
print("odfpy begins:", before)
both, right = ("Pay in 3060 days.", True), ("Pay in 60 days.", False)
kept = [name for name in texts if name.endswith((".doc", ".rtf")) and not name.startswith("pandoc")]
if any(seen[name] != both for name in kept) or seen["pandoc, .rtf"][0] != "Pay in ~~30~~60 days.":
    raise SystemExit("this has changed")
if any(seen[name] != ("Pay in 60 days.", True) for name in ("odt2txt, .odt", "odfpy, .odt")):
    raise SystemExit("this has changed")
if seen["pandoc, .odt"] != right or not before.startswith("A. Example"):
    raise SystemExit("this has changed")
PY
