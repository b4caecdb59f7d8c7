/** docs/clocks.md says of every clock what the data say. `UPDATE_CLOCKS=1 npm run jest -- test/docs/clocks` writes it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { type Clock, CLOCK_NAMES, CLOCKS, LEVEL_NAMES, type Limit, OTHER_CLOCKS, type Term, type Trigger } from '#casework';

const PAGE = 'docs/clocks.md';
const PHASES: Readonly<Record<Clock['phase'], string>> = {
  lead: 'Before an application', procedure: 'Between application and decision', decided: 'From the decision on', life: 'While something is owed',
};
const INTRODUCTION: Readonly<Record<Clock['phase'], string>> = {
  lead: 'Ends with the application.',
  procedure: 'Dropped when the application is not accepted, withdrawn, terminated or decided.',
  decided: 'Runs whatever becomes of the benefit.',
  life: 'Dropped when the benefit is stopped; nothing starts after that.',
};

const triggerText = ({ type, where = {}, atLeast }: Trigger): string => {
  const conditions = [...Object.entries(where).map(([field, values]) => `${field} ${values.join(' or ')}`), ...(atLeast === undefined ? [] : [`${atLeast[0]} ${atLeast[1]} or more`])];
  return `\`${type}\`${conditions.length === 0 ? '' : ` (${conditions.join(', ')})`}`;
};
const list = (triggers: readonly Trigger[] | undefined): string => (triggers === undefined || triggers.length === 0 ? '-' : triggers.map(triggerText).join(', '));

function limitText(limit: Limit): string {
  if ('workingDays' in limit) return `${limit.workingDays} working days`;
  if ('days' in limit) return limit.days === 0 ? 'the same day' : `${limit.days} days`;
  if ('months' in limit) return `${limit.months} month${limit.months === 1 ? '' : 's'}${limit.since === undefined ? '' : ` from \`${limit.since}\``}`;
  if ('dayBefore' in limit) return 'the day before `fromYm`';
  return 'stated' in limit ? `the day in \`${limit.stated}\`` : 'the end of `months` months from `fromYm`';
}
function forWhom({ rules, benefits, variants, needs, review, gives, counties, reviewClass, delegated, unforwarded, from }: Term): string {
  const parts = [
    rules, benefits?.map((benefit) => `\`${benefit}\``).join(' '), variants?.filter((variant) => variant !== undefined).map((variant) => `\`${variant}\``).join(' '),
    reviewClass === undefined ? undefined : `class ${reviewClass}`, needs === undefined ? undefined : `owes \`${needs}\``, review === undefined ? undefined : `review ${review}`,
    gives === undefined ? undefined : `gives ${gives.join(' or ')}`, counties === undefined ? undefined : `county ${counties.join(' ')}`, delegated === true ? 'decided by the town' : undefined,
    unforwarded === true ? 'not sent to the county' : undefined, from === undefined ? undefined : `from ${from}`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? 'every other case' : parts.join(', ');
}
const termText = (term: Term): string =>
  `${forWhom(term)}: **${limitText(term.limit)}**${term.extendableTo === undefined ? '' : `, to be extended to ${term.extendableTo}`} (${term.clause}${term.assumed === undefined ? '' : `; [A] ${term.assumed}`})`;
const ownerText = (owner: Clock['owner']): string => (owner === 'holder' ? 'who holds the file' : `${LEVEL_NAMES[owner].zh} ${LEVEL_NAMES[owner].en}`);

const page = (): string => [
  '# Clocks', '',
  'Every deadline of [process.md](domain/process.md) §5 that concerns a case, and what a case owes although no statute counts the days. Written from `libs/casework/src/clocks.ts` and checked by `test/docs/clocks.test.ts`; `UPDATE_CLOCKS=1 npm run jest -- test/docs/clocks` writes it.', '',
  '- **Counting.** The day of the starting event is not counted. Working days are those of the published calendar, make-up days included. Beyond the last published year a clock runs and its last day is unknown; the worklist lists it apart.',
  '- **Which limit.** The first term that fits the case. R220 and R57 are chosen by the day of acceptance, before that by the day of the application; while something is owed by the day of the act. `[A]` marks a number that no text gives: an assumption of process.md or of this project.',
  '- **Started live only.** Events read from a workbook end clocks and start none.',
  '- **Anew.** After `CaseReturned` or a founded objection the clocks of what has to be done again start with those events; the whole procedure (`total`) runs on.',
  '- **Missed.** A clock that ended after its last day is a deviation of the case in the procedure report, with the days: `VISIT_LATE`, `REVIEW_LATE`, else `CLOCK_MISSED`; of several of one kind the longest. What rests on `[A]` is on the worklist, but missing it is no deviation. Neither is what was dropped, or ended where no calendar is published.',
  '- **Extended.** `extendDeadline` takes the name of a clock. Only a term that says so can be extended, while it runs, on a ground of R83, and the day moves no further than the working days given.',
  '- **Whose.** Who took the starting step if they stand at the level that owes it, else whoever of that level took a step of the case last, else the unit. Who holds the file: the town, from `CaseForwarded` on the county.',
  '- **Worklist.** `taizhang worklist --division 360111` or `GET /api/v1/worklist`, which pages it: overdue, due today, in the seven days after, later. A county sees everything that lies in it.',
  ...(Object.keys(PHASES) as Clock['phase'][]).flatMap((phase) => [
    '', `## ${PHASES[phase]}`, '', INTRODUCTION[phase], '',
    '| clock | 名称 · name | whose | starts | done by | dropped by | limit |', '|---|---|---|---|---|---|---|',
    ...CLOCK_NAMES.filter((name) => CLOCKS[name].phase === phase).map((name) => {
      const { zh, en, owner, starts, restarts, ends, drops, per, terms } = CLOCKS[name];
      const again = restarts === undefined ? '' : `; counts anew from ${list(restarts)}`;
      return `| \`${name}\`${per === undefined ? '' : ` per \`${per}\``} | ${zh} · ${en} | ${ownerText(owner)} | ${list(starts)}${again} | ${list(ends)} | ${list(drops)} | ${terms.map(termText).join('<br>')} |`;
    }),
  ]),
  '', '## Carried elsewhere', '', 'Deadlines of §5 that no event of a case starts.', '',
  '| deadline | limit | clause | carried by |', '|---|---|---|---|',
  ...OTHER_CLOCKS.map(({ zh, en, limit, clause, carriedBy }) => `| ${zh} · ${en} | ${limit} | ${clause} | ${carriedBy} |`),
  '',
].join('\n');

test('the page is written from the data', () => {
  if (process.env['UPDATE_CLOCKS'] !== undefined) writeFileSync(PAGE, page());
  expect(readFileSync(PAGE, 'utf8')).toBe(page());
});

test('a limit that fits every case stands last, or those after it would never hold', () => {
  for (const name of CLOCK_NAMES) {
    const others = CLOCKS[name].terms.map((term) => forWhom(term) === 'every other case');
    expect([name, others.slice(0, -1).includes(true)]).toEqual([name, false]);
  }
});
