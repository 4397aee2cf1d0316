#!/usr/bin/env bash
# LibreOffice 7.4.7, a .docx with a comment and a reply to it, opened and saved again.
#
# Guessed before it was run: a reply stays the reply to its comment (w15:paraIdParent in commentsExtended.xml, [MS-DOCX]
# 2.5.1.33), since that LibreOffice keeps from the same part which comments are resolved, and its own format shows threads.
# Seen: that they are resolved is kept, and which one answers which is gone: both are comments of their own, in the file
# written first the answer, then what it answered. A comment that was not resolved is left out of the part.
# “Agreed.” then stands first, as if said of the clause itself, before the proposal to which it agreed.
#
# Needs `soffice` (Debian: libreoffice-writer).
set -euo pipefail
command -v soffice >/dev/null || { echo "soffice is not installed: nothing was tried"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check python-docx==1.2.0 lxml
venv/bin/python - <<'PY'
import zipfile

import docx

document = docx.Document()
run = document.add_paragraph("Pay in ").add_run("30 days")
other = document.add_paragraph("Keep ").add_run("records")
for number, (of, words, author) in enumerate(
    ((run, "60 days instead?", "A Example"), (run, "Agreed.", "B Example"), (other, "Which?", "A Example")), start=1
):
    comment = document.add_comment(of, words, author=author, initials=author[0])
    comment.paragraphs[-1]._p.set("{http://schemas.microsoft.com/office/word/2010/wordml}paraId", f"0000000{number}")
document.save("plain.docx")
threads = (
    '<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
    '<w15:commentEx w15:paraId="00000001" w15:done="1"/>'
    '<w15:commentEx w15:paraId="00000002" w15:paraIdParent="00000001" w15:done="1"/>'
    '<w15:commentEx w15:paraId="00000003" w15:done="0"/></w15:commentsEx>'
)
kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml"
relation = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
with zipfile.ZipFile("plain.docx") as plain, zipfile.ZipFile("sent.docx", "w") as sent:
    for name in plain.namelist():
        part = plain.read(name).decode() if name.endswith((".xml", ".rels")) else plain.read(name)
        if name == "[Content_Types].xml":
            part = part.replace(
                "</Types>", f'<Override PartName="/word/commentsExtended.xml" ContentType="{kind}"/></Types>'
            )
        if name == "word/_rels/document.xml.rels":
            part = part.replace(
                "</Relationships>",
                f'<Relationship Id="rId99" Type="{relation}" Target="commentsExtended.xml"/></Relationships>',
            )
        sent.writestr(name, part)
    sent.writestr("word/commentsExtended.xml", threads)
PY
soffice --version
soffice "-env:UserInstallation=file://$folder/profile" --headless --convert-to docx --outdir saved sent.docx >/dev/null 2>&1
venv/bin/python - <<'PY'
import zipfile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def threads(name):
    with zipfile.ZipFile(name) as file:
        comments = etree.fromstring(file.read("word/comments.xml"))
        more = etree.fromstring(file.read("word/commentsExtended.xml"))
    state = {
        entry.get(f"{{{entry.nsmap['w15']}}}paraId"): (
            entry.get(f"{{{entry.nsmap['w15']}}}done"),
            entry.get(f"{{{entry.nsmap['w15']}}}paraIdParent"),
        )
        for entry in more
    }
    found = []
    for comment in comments.iter(f"{W}comment"):
        paragraph = list(comment.iter(f"{W}p"))[-1]
        number = next((value for key, value in paragraph.attrib.items() if key.endswith("}paraId")), "")
        found.append((number, "".join(text.text or "" for text in comment.iter(f"{W}t"))))
    words = {number: said for number, said in found if number}
    threads_of = []
    for number, said in found:
        done, parent = state.get(number, (None, None))
        threads_of.append((said, done, words.get(parent)))
    return threads_of


sent, saved = threads("sent.docx"), threads("saved/sent.docx")
print("words, resolved, answer to what")
print("sent: ", sent)
print("saved:", saved)
if sent != [("60 days instead?", "1", None), ("Agreed.", "1", "60 days instead?"), ("Which?", "0", None)]:
    raise SystemExit("this has changed")
if saved != [("Agreed.", "1", None), ("60 days instead?", "1", None), ("Which?", None, None)]:
    raise SystemExit("this has changed")
PY
