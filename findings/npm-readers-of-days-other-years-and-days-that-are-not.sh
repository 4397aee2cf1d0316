#!/usr/bin/env bash
# Four readers of days by a pattern (npm): moment 2.31.0, dayjs 1.11.23 with customParseFormat, date-fns 4.4.0, luxon 3.7.2.
#
# Guessed before it was run: what does not fit the pattern is refused, or, where a reader is forgiving, read as the day that
# is written: 31/03/2027 by DD/MM/YY, 31/03/27 by DD/MM/YYYY, and 31/04/2027, which no calendar has.
# Seen: by DD/MM/YY moment and dayjs read 31/03/2027 as 31 March 2020, from the first two figures of the year. By DD/MM/YYYY
# date-fns reads 31/03/27 as the year 27 and moment as 2027; dayjs makes 1 May of 31 April, 1 March of 29 February 2027
# and 3 July 2029 of 03/31/2027; and “30 days” is a day to moment, the 30th of the month in which it runs. luxon reads the
# first as meant and refuses the rest. None warns. With true as last argument moment and dayjs refuse them all.
# A form that asks for DD/MM/YY ends a contract seven years before it should.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund moment@2.31.0 dayjs@1.11.23 date-fns@4.4.0 luxon@3.7.2 > /dev/null
cat > read.js <<'JS'
const moment = require('moment');
const dayjs = require('dayjs');
dayjs.extend(require('dayjs/plugin/customParseFormat'));
const { parse } = require('date-fns');
const { DateTime } = require('luxon');

const day = (date) =>
  Number.isNaN(date.getTime()) ? 'refused' : [date.getFullYear(), date.getMonth() + 1, date.getDate()].join('-');
const small = (pattern) => pattern.replace(/D/g, 'd').replace(/Y/g, 'y');
const readers = {
  moment: (text, pattern) => day(moment(text, pattern).toDate()),
  dayjs: (text, pattern) => day(dayjs(text, pattern).toDate()),
  'date-fns': (text, pattern) => day(parse(text, small(pattern), new Date(2026, 0, 1))),
  luxon: (text, pattern) => day(DateTime.fromFormat(text, small(pattern)).toJSDate()),
  'moment, strict': (text, pattern) => day(moment(text, pattern, true).toDate()),
  'dayjs, strict': (text, pattern) => day(dayjs(text, pattern, true).toDate()),
};
const now = new Date();
const thirtieth = day(moment({ year: now.getFullYear(), month: now.getMonth(), day: 30 }).toDate());
const no = 'refused';
const expected = [
  ['31/03/2027', 'DD/MM/YY', ['2020-3-31', '2020-3-31', no, '2027-3-31', no, no]],
  ['31/03/27', 'DD/MM/YYYY', ['2027-3-31', no, '27-3-31', no, no, no]],
  ['31/04/2027', 'DD/MM/YYYY', [no, '2027-5-1', no, no, no, no]],
  ['29/02/2027', 'DD/MM/YYYY', [no, '2027-3-1', no, no, no, no]],
  ['03/31/2027', 'DD/MM/YYYY', [no, '2029-7-3', no, no, no, no]],
  ['30 days', 'DD/MM/YYYY', [thirtieth, no, no, no, no, no]],
];
let changed = false;
for (const [text, pattern, wanted] of expected) {
  const read = Object.values(readers).map((reader) => reader(text, pattern));
  console.log(`${text} by ${pattern}:`, Object.keys(readers).map((name, i) => `${name} ${read[i]}`).join('; '));
  changed ||= JSON.stringify(read) !== JSON.stringify(wanted);
}
if (changed) {
  console.log('this has changed');
  process.exit(1);
}
JS
node read.js
