#!/usr/bin/env bash
# diff-match-patch (Python 20241021, npm 1.0.5): a change that was made in one version of a text and is applied to another.
#
# Guessed before it was run: patch_apply forgives small differences round the place, as its page says, and gives false for a
# change whose clause is no longer there, so that somebody looks.
# Seen: with clause 1 gone, or written anew, “within 30 days” becomes “within 60 days” in the clause that is next most alike,
# the Commissioner's time for paying instead of the Provider's time for its return, and the list of results is [True]. A
# change that the text already holds gives True as well. The patch knows its clause by some eight letters on either side.
# Set to be strict (Match_Threshold 0) it refuses the first two.
# Amendments that are kept as patches change other terms than those that were agreed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check diff-match-patch==20241021
npm init -y > /dev/null
npm install --silent --no-audit --no-fund diff-match-patch@1.0.5 > /dev/null
cat > texts.json <<'JSON'
{
  "agreed": "1. The Provider must send its return within 30 days of the end of each Quarter.\n2. The Commissioner must pay each invoice within 30 days of its receipt.\n",
  "amended": "1. The Provider must send its return within 60 days of the end of each Quarter.\n2. The Commissioner must pay each invoice within 30 days of its receipt.\n",
  "gone": "2. The Commissioner must pay each invoice within 30 days of its receipt.\n",
  "anew": "1. Returns are due on the last day of each Quarter.\n2. The Commissioner must pay each invoice within 30 days of its receipt.\n"
}
JSON
venv/bin/python - <<'PY'
import json

import diff_match_patch

with open("texts.json", encoding="utf-8") as file:
    texts = json.load(file)
paid_later = "2. The Commissioner must pay each invoice within 60 days of its receipt.\n"
for threshold, gone, anew in (
    (None, (paid_later, [True]), (texts["anew"][: -len(paid_later)] + paid_later, [True])),
    (0.0, (texts["gone"], [False]), (texts["anew"], [False])),
):
    tool = diff_match_patch.diff_match_patch()
    if threshold is not None:
        tool.Match_Threshold = threshold
    change = tool.patch_make(texts["agreed"], texts["amended"])
    for name, wanted in (("gone", gone), ("anew", anew), ("amended", (texts["amended"], [True]))):
        found = tool.patch_apply(change, texts[name])
        print(f"Python, threshold {tool.Match_Threshold}, {name}: {found}")
        if threshold is not None and name == "amended":
            continue
        if tuple(found) != wanted:
            raise SystemExit("this has changed")
PY
node -e "
const { diff_match_patch } = require('diff-match-patch');
const texts = require('./texts.json');
const tool = new diff_match_patch();
const change = tool.patch_make(texts.agreed, texts.amended);
const [text, done] = tool.patch_apply(change, texts.gone);
console.log('npm, gone:', JSON.stringify([text, done]));
if (!text.includes('pay each invoice within 60 days') || JSON.stringify(done) !== '[true]') {
  console.log('this has changed');
  process.exit(1);
}
"
