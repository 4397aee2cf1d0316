#!/usr/bin/env bash
# date-fns 4.4.0, beside moment 2.31.0, dayjs 1.11.23 and luxon 3.7.2 (npm): whole months between the last days of months.
#
# Guessed before it was run: differenceInMonths, “the number of full months”, counts as addMonths does, which gives 30 June 2026 as
# three months after 31 March; and the four agree, as they do from 31 January to 28 February, one month.
# Seen: from 31 March to 30 June 2026 are two months and no quarter for date-fns, three for the others; from 31 December to 30
# April three, not four; intervalToDuration says “2 months 30 days”. From 31 March to 30 April it is one all the same, and to the
# 28th of February the month is full even in a leap year, so that 31 December 2027 to 28 February 2028 are two months. Nothing
# is said.
# A sum that is paid for each full month, or a period of notice, is a month short wherever a longer month meets a shorter one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund date-fns@4.4.0 moment@2.31.0 dayjs@1.11.23 luxon@3.7.2 > /dev/null
cat > count.js <<'JS'
const fns = require('date-fns');
const moment = require('moment');
const dayjs = require('dayjs');
const { DateTime } = require('luxon');
const expected = [
  ['2026-01-31', '2026-02-28', [1, 1, 1, 1]],
  ['2026-03-31', '2026-04-30', [1, 1, 1, 1]],
  ['2026-03-31', '2026-06-30', [2, 3, 3, 3]],
  ['2026-12-31', '2027-04-30', [3, 4, 4, 4]],
  ['2027-12-31', '2028-02-28', [2, 1, 1, 1]],
];
let same = true;
for (const [from, to, counts] of expected) {
  const came = [
    fns.differenceInMonths(fns.parseISO(to), fns.parseISO(from)),
    moment(to).diff(moment(from), 'months'),
    dayjs(to).diff(dayjs(from), 'month'),
    Math.floor(DateTime.fromISO(to).diff(DateTime.fromISO(from), 'months').months),
  ];
  console.log(`${from} to ${to}: date-fns, moment, dayjs, luxon count ${came.join(', ')}`);
  same = same && came.join() === counts.join();
}
const start = fns.parseISO('2026-03-31');
const end = fns.parseISO('2026-06-30');
const said = fns.formatDuration(fns.intervalToDuration({ start, end }));
const quarters = fns.differenceInQuarters(end, start);
const later = fns.formatISO(fns.addMonths(start, 3), { representation: 'date' });
console.log(`date-fns: “${said}”, ${quarters} quarters, and three months after 2026-03-31 is ${later}`);
if (!same || said !== '2 months 30 days' || quarters !== 0 || later !== '2026-06-30') {
  console.log('this has changed');
  process.exit(1);
}
JS
node count.js
