#!/usr/bin/env bash
# mammoth 1.13.0 (Python and npm alike) and docx2txt 0.9: a clause whose exception stands in a footnote or an endnote.
#
# Guessed before it was run: mammoth's extract_raw_text gives the words that its convert_to_html gives, without the looks;
# docx2txt, which gives headers and footers, gives notes too; or the mark of a note stays, so that one sees that there is one.
# Seen: both give the clause alone, with neither note nor mark (w:footnoteReference, ECMA-376 part 1, 17.11.14) and with no
# message: “Pay in 30 days.” for a page on which a note says “Sixty days for small providers.” mammoth's HTML of the same
# file has both notes, and so has pandoc's text.
# Who compares two contracts by such a text, or counts its terms, does not see that an exception was put in or taken out.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check mammoth==1.13.0 docx2txt==0.9 pypandoc_binary==1.17
npm init -y > /dev/null
npm install --silent --no-audit --no-fund mammoth@1.13.0 > /dev/null
venv/bin/python - <<'PY'
import subprocess
import zipfile

import docx2txt
import mammoth
import pypandoc

SPACE = "http://schemas.openxmlformats.org"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
W = f'xmlns:w="{SPACE}/wordprocessingml/2006/main"'
NOTES = {"footnote": "Sixty days for small providers.", "endnote": "Not for carers."}


def run(words):
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def notes(kind, words):
    lines = "".join(
        f'<w:{kind} w:type="{name}" w:id="{number}"><w:p><w:r><w:{name}/></w:r></w:p></w:{kind}>'
        for number, name in enumerate(("separator", "continuationSeparator"))
    )
    return f'<w:{kind}s {W}>{lines}<w:{kind} w:id="2"><w:p><w:r><w:{kind}Ref/></w:r>{run(words)}</w:p></w:{kind}></w:{kind}s>'


body = "".join(
    f'<w:p>{run(words)}<w:r><w:{kind}Reference w:id="2"/></w:r></w:p>'
    for words, kind in (("Pay in 30 days.", "footnote"), ("Ask each year.", "endnote"))
)
parts = "".join(f'<Override PartName="/word/{kind}s.xml" ContentType="{KIND}.{kind}s+xml"/>' for kind in NOTES)
links = "".join(
    f'<Relationship Id="r{at}" Type="{SPACE}/officeDocument/2006/relationships/{kind}s" Target="{kind}s.xml"/>'
    for at, kind in enumerate(NOTES)
)
with zipfile.ZipFile("sent.docx", "w") as sent:
    sent.writestr(
        "[Content_Types].xml",
        f'<Types xmlns="{SPACE}/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{KIND}.document.main+xml"/>{parts}</Types>',
    )
    sent.writestr(
        "_rels/.rels",
        f'<Relationships xmlns="{SPACE}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{SPACE}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    )
    sent.writestr(
        "word/_rels/document.xml.rels", f'<Relationships xmlns="{SPACE}/package/2006/relationships">{links}</Relationships>'
    )
    sent.writestr("word/document.xml", f"<w:document {W}><w:body>{body}<w:sectPr/></w:body></w:document>")
    for kind, words in NOTES.items():
        sent.writestr(f"word/{kind}s.xml", notes(kind, words))
raw = mammoth.extract_raw_text(open("sent.docx", "rb"))
script = "require('mammoth').extractRawText({path: 'sent.docx'}).then((made) => console.log(made.value, made.messages.length))"
texts = {
    "mammoth, raw text": raw.value,
    "mammoth (npm), raw text": subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True).stdout,
    "docx2txt": docx2txt.process("sent.docx"),
    "mammoth, HTML": mammoth.convert_to_html(open("sent.docx", "rb")).value,
    "pandoc": pypandoc.convert_file("sent.docx", "plain"),
}
seen = {}
for name, text in texts.items():
    seen[name] = [words for words in NOTES.values() if words in text]
    print(f"{name:24} {' '.join(text.split())[:90]}")
whole = ("mammoth, HTML", "pandoc")
if any(seen[name] != (list(NOTES.values()) if name in whole else []) for name in texts) or raw.messages:
    raise SystemExit("this has changed")
PY
