#!/usr/bin/env bash
# rrule 2.8.1 (npm): rules of recurring days told in words, and words made into rules.
#
# Guessed before it was run: its page calls both ways incomplete and has isFullyConvertibleToText() to ask first, so that a
# rule for which that is true is told whole, and words that are not understood are refused, as “monthly” is.
# Seen: the last working day of each month (BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1, RFC 5545, 3.3.10) is told as “every month on
# weekdays”, the tenth of each quarter and the second Monday likewise, with isFullyConvertibleToText() true; the words
# read back call for a report on every weekday. Of words, a day before its month, “working”, “from 1 April 2026” and “except
# bank holidays” are dropped: “every year on 31 March” is any day, once a year, “the 10th working day” the 10th, and 5pm is
# five in the morning. Nothing is said.
# A calendar of due days shows and keeps other days than those that the contract says, in words that read well.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund rrule@2.8.1 > /dev/null
cat > tell.js <<'JS'
const { RRule } = require('rrule');
const dtstart = new Date(Date.UTC(2026, 3, 1, 9));
const days = (options) =>
  new RRule({ ...options, dtstart, count: 3 })
    .all()
    .map((day) => day.toISOString().slice(0, 10))
    .join(' ');
let changed = false;
const rules = [
  [
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
    'every month on weekdays',
    '2026-04-30 2026-05-29 2026-06-30',
    '2026-04-01 2026-04-02 2026-04-03',
  ],
  [
    'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=2',
    'every month on Monday',
    '2026-04-13 2026-05-11 2026-06-08',
    '2026-04-06 2026-04-13 2026-04-20',
  ],
  [
    'FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=10',
    'every January, April, July and October on weekdays',
    '2026-04-14 2026-07-14 2026-10-14',
    '2026-04-01 2026-04-02 2026-04-03',
  ],
];
for (const [text, words, meant, readBack] of rules) {
  const rule = RRule.fromString(text);
  const told = rule.toText();
  const seen = [told, rule.isFullyConvertibleToText(), days(rule.origOptions), days(RRule.parseText(told))];
  console.log(`${text}: “${told}”, told whole: ${seen[1]}; ${seen[2]} …; the words read back: ${seen[3]} …`);
  changed ||= JSON.stringify(seen) !== JSON.stringify([words, true, meant, readBack]);
}
const read = {
  'every year on 31 March': 'FREQ=YEARLY',
  'every month on the last working day': 'FREQ=MONTHLY;BYMONTHDAY=-1',
  'every month on the 10th working day': 'FREQ=MONTHLY;BYMONTHDAY=10',
  'every 6 months from 1 April 2026': 'INTERVAL=6;FREQ=MONTHLY',
  'every Monday except bank holidays': 'FREQ=WEEKLY;BYDAY=MO',
  'every week on Friday at 5pm': 'FREQ=WEEKLY;BYDAY=FR;BYHOUR=5',
  'monthly': 'refused',
  'every quarter': 'refused',
};
for (const [words, wanted] of Object.entries(read)) {
  let rule;
  try {
    rule = RRule.fromText(words).toString().replace('RRULE:', '');
  } catch {
    rule = 'refused';
  }
  console.log(`“${words}”: ${rule}`);
  changed ||= rule !== wanted;
}
if (changed) {
  console.log('this has changed');
  process.exit(1);
}
JS
node tell.js
