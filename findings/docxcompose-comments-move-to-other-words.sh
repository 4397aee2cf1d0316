#!/usr/bin/env bash
# docxcompose 2.2.0: two files with comments, put one after the other.
#
# Guessed before it was run: the second file's comments come along, under numbers of their own, as its footnotes do; or
# they are left out with their marks.
# Seen: the comment's words stay behind, and its marks come along with the number they had. That number is the first
# file's comment, so that “Agreed.”, said of the first file's 30 days, stands beside the second file's 90 days as well, and
# the second file's “Not agreed: 60 days.” is nowhere. The footnotes of both are there.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check docxcompose==2.2.0 python-docx==1.2.0 lxml==6.1.3
venv/bin/python - <<'PY'
import docx
from docx.oxml.ns import qn
from docxcompose.composer import Composer

for name, words, remark, author in (
    ("first", "Pay in 30 days.", "Agreed.", "A. Example"),
    ("second", "Pay in 90 days.", "Not agreed: 60 days.", "B. Example"),
):
    made = docx.Document()
    run = made.add_paragraph().add_run(words)
    made.add_comment(run, remark, author=author, initials=author[0])
    made.save(f"{name}.docx")
joined = Composer(docx.Document("first.docx"))
joined.append(docx.Document("second.docx"))
joined.save("joined.docx")
back = docx.Document("joined.docx")
remarks = {comment.comment_id: f"{comment.author}: {comment.text}" for comment in back.comments}
beside = {}
for paragraph in back.paragraphs:
    for mark in paragraph._p.iter(qn("w:commentReference")):
        beside[paragraph.text] = remarks.get(int(mark.get(qn("w:id"))))
print("comments of the joined file:", list(remarks.values()))
print("beside which words:", beside)
agreed = "A. Example: Agreed."
if list(remarks.values()) != [agreed] or beside != {"Pay in 30 days.": agreed, "Pay in 90 days.": agreed}:
    raise SystemExit("this has changed")
PY
