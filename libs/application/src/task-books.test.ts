/** The shipped divisions of tasks against the tables of docs/domain/policy-facts.md, and what a damaged file is told. */
import { readFileSync } from 'node:fs';
import { shippedPacks } from './packs.js';
import { readTaskBook, shippedTaskBooks, type TaskBook } from './task-books.js';

const FACTS = readFileSync('docs/domain/policy-facts.md', 'utf8');
const QS_TEXT = readFileSync('libs/accountability/tasks/QS-2019.yaml', 'utf8');
const section = (heading: string): string => FACTS.split(/^#{2,3} /m).find((part) => part.startsWith(heading)) as string;
const rowsOf = (text: string): readonly (readonly string[])[] => text.split('\n').filter((line) => /^\| /.test(line)).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
const book = (pack: string): TaskBook => shippedTaskBooks().get(pack) as TaskBook;
const ruleIdsOf = (pack: string): ReadonlySet<string> => new Set(shippedPacks().find((bound) => bound.pack.pack === pack)?.pack.rules.map(({ id }) => id));

test('the two documents with divisions of tasks', () => {
  expect([...shippedTaskBooks().values()].map(({ pack, division, issuedOn, tasks }) => [pack, division, issuedOn, tasks.length])).toEqual([['KS-2020', '320583', '2020-08-05', 27], ['QS-2019', '360111', '2019-03-30', 59]]);
});

describe('Qingshanhu, §3.2', () => {
  const text = section('3.2 All 59 tasks');
  const table = rowsOf(text).filter((row) => row.length === 6 && /^\d+$/.test(row[0] as string));
  const groups = rowsOf(text).filter((row) => row.length === 3 && /^G\d/.test(row[0] as string));

  test('every unit group, lead and responsible, as listed', () => {
    const units = (cell: string): readonly string[] => cell.replace(/\(.*\)/, '').split(/\s+/).filter((unit) => unit !== '');
    expect(groups).toHaveLength(14);
    expect([...book('QS-2019').groups].map(([name, { lead, responsible }]) => [name, lead, responsible])).toEqual(groups.map(([name, lead, responsible]) => [name, units(lead as string), units(responsible as string)]));
  });

  test('all 59 tasks with their heading, printed and reading group', () => {
    expect(table).toHaveLength(59);
    expect(book('QS-2019').tasks.map(({ facts, printed, reading }) => [facts.taskNo, facts.heading, printed, reading])).toEqual(table.map(([no, heading, , , printed, reading]) => [no, heading, printed, reading]));
  });

  test('a task read into another group, or one that is damaged in print, says why', () => {
    for (const { facts, printed, reading, why } of book('QS-2019').tasks) {
      const no = Number(facts.taskNo);
      if (printed !== reading || (no >= 38 && no <= 49) || (no >= 21 && no <= 24)) expect([facts.taskNo, why?.length]).toEqual([facts.taskNo, expect.any(Number)]);
    }
    expect(book('QS-2019').tasks.filter(({ printed, reading }) => printed !== reading).map(({ facts }) => facts.taskNo)).toEqual(['9', '10', '11', '12', '25']);
  });

  test('the units registered are those of the reading group, the phrase standing for the places of the last paragraph', () => {
    const { places, tasks, groups: read } = book('QS-2019');
    const codes = [...(/2023 data\): (.*) 2019 membership/.exec(text)?.[1] ?? '').matchAll(/ (?:360111|…)(\d{3})/g)].map(([, last]) => `360111${last}`);
    expect(places.map(({ code }) => code).sort()).toEqual(codes.sort());
    expect(places).toHaveLength(9);
    const named = (kinds: readonly string[]): readonly string[] => places.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name);
    const all = named(['镇', '街道', '园区']);
    const withoutTowns = named(['街道', '园区']);
    expect([all.length, withoutTowns.length]).toEqual([9, 5]);
    const resolve = (units: readonly string[]): readonly string[] => units.flatMap((unit) => (unit === '各镇、街道、园区' ? all : unit === '各街道、园区' ? withoutTowns : [unit]));
    for (const { facts, reading } of tasks) {
      const group = read.get(reading as string);
      expect([facts.taskNo, facts.leads, facts.responsible]).toEqual([facts.taskNo, group?.lead, resolve(group?.responsible ?? [])]);
    }
  });

  test('towns are not held to 13-20 and 23-24', () => {
    const without = book('QS-2019').tasks.filter(({ facts }) => !facts.responsible.includes('塘山镇')).map(({ facts }) => Number(facts.taskNo));
    // 21, 22 and 25 have no responsible units at all.
    expect(without).toEqual([13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25]);
    for (const no of [13, 20, 23, 24]) expect(book('QS-2019').tasks[no - 1]?.facts.responsible).toContain('站东街道');
  });

  test('rules: of the pack, its own first, and every rule that carries the number of the task', () => {
    const known = ruleIdsOf('QS-2019');
    for (const { facts: { taskNo, ruleIds, title } } of book('QS-2019').tasks) {
      const own = `QS-2019-TASK-${taskNo.padStart(2, '0')}`;
      const numbered = [...known].filter((id) => {
        const [, from, to] = /^QS-2019-T(\d\d)(?:-(\d\d))?[a-z]?$/.exec(id) ?? [];
        return from !== undefined && Number(from) <= Number(taskNo) && Number(taskNo) <= Number(to ?? from);
      });
      expect([taskNo, ruleIds]).toEqual([taskNo, [own, ...numbered]]);
      expect(ruleIds.every((id) => known.has(id))).toBe(true);
      const rule = shippedPacks().find((bound) => bound.pack.pack === 'QS-2019')?.pack.rules.find(({ id }) => id === own);
      expect(rule?.title).toEqual(title);
    }
  });

  test('due days where they are printed, and the terms of reports', () => {
    expect(book('QS-2019').tasks.filter(({ facts }) => facts.dueOn !== undefined).map(({ facts, dueNote }) => [facts.taskNo, facts.dueOn, dueNote !== undefined])).toEqual([['5', '2020-12-31', true], ['28', '2020-12-31', true]]);
    expect(book('QS-2019').reporting).toEqual({ day: 20, firstDueOn: '2019-06-20' });
    expect(book('QS-2019').oversight).toEqual({ dispatchFrom: '2019Q2', bulletinFrom: '2019H1', assessmentFrom: '2019' });
  });
});

describe('Kunshan, §2.2', () => {
  const table = rowsOf(section('2.2 Tasks with responsible units')).filter(([id]) => /^KS-T-/.test(id as string));
  /** 市 is written once for a run of units; 各 once for two phrases. */
  const bare = (unit: string): string => unit.replace(/^[市各]/, '');

  test('every row and its units, in the printed order, the first one before the comma leading', () => {
    expect(table).toHaveLength(27);
    const first = table[0]?.[2] as string;
    const rows = table.map(([id, , cell]) => {
      const printed = (cell as string).startsWith('same eight') ? first : cell === 'no unit listed' ? '' : cell as string;
      const runs = printed === '' ? [] : printed.split(/,\s*/).map((run) => run.split('、'));
      const leads = runs.length > 1 ? (runs[0] as string[]) : [];
      return [(id as string).replace('KS-T-', ''), leads.map(bare), runs.flat().slice(leads.length).map(bare)];
    });
    expect(book('KS-2020').tasks.map(({ facts }) => [facts.taskNo, facts.leads.map(bare), facts.responsible.map(bare)])).toEqual(rows);
  });

  test('one unit has one name, and the printed words stand beside it as in the document', () => {
    const source = readFileSync('docs/sources/kunshan-2020.txt', 'utf8');
    for (const { facts, printed } of book('KS-2020').tasks) {
      for (const unit of [...facts.leads, ...facts.responsible]) expect(unit).toMatch(/^(市|各区镇$|各城市管理办事处$|团市委$|国家统计局昆山调查队$)/);
      if (printed !== '') expect([facts.taskNo, source.includes(`责任单位:${printed})`)]).toEqual([facts.taskNo, true]);
    }
  });

  test('rules of the pack; no duty to report, since none is printed', () => {
    const known = ruleIdsOf('KS-2020');
    for (const { facts } of book('KS-2020').tasks) {
      expect(facts.ruleIds[0]).toBe(`KS-T-${facts.taskNo}`);
      expect([facts.taskNo, facts.ruleIds.filter((id) => !known.has(id)), facts.reporting, facts.dueOn]).toEqual([facts.taskNo, [], undefined, undefined]);
    }
    expect([book('KS-2020').reporting, book('KS-2020').oversight]).toEqual([undefined, undefined]);
  });
});

describe('a damaged file', () => {
  test.each<[what: string, from: string | RegExp, to: string, says: string]>([
    ['no YAML', 'pack: QS-2019', 'pack: [', 'the file is not YAML'],
    ['a member nobody knows', 'pack: QS-2019', 'pack: QS-2019\nowner: x', 'the file has a member owner that is not known'],
    ['no division', /^division: .*$/m, '', 'the file lacks division'],
    ['a division that is a town', 'division: 360111', 'division: 360111001', 'division must be 6 digits'],
    ['a day that does not exist', 'issuedOn: 2019-03-30', 'issuedOn: 2019-02-30', 'issuedOn cannot be read'],
    ['other months', '[3, 6, 9, 12]', '[1, 4, 7, 10]', 'reporting.months must be the last months of the quarters'],
    ['a first day that is none', 'firstDueOn: 2019-06-20', 'firstDueOn: 2019-06-21', 'reporting.firstDueOn must be a due day, as 2019-06-20 is'],
    ['a place elsewhere', 'code: 360111001', 'code: 360104001', 'places.list.1.code must be 9 digits that begin with 360111'],
    ['a kind without places', '[街道, 园区]\n', '[街道, 农场]\n', 'phrases.各街道、园区 names the kind 农场'],
    ['a group that is not there', 'reading: G12', 'reading: G13', 'tasks.58.reading names a group that is not there'],
    ['a unit twice', 'lead: [区人社局]', 'lead: [区人社局, 区人社局]', 'groups.G2.lead names 区人社局 twice'],
    ['a number twice', "no: '2'", "no: '1'", 'tasks.2 has the number 1 of an earlier task'],
    ['a number that is none', "no: '2'", "no: 二", 'tasks.2.no must be a number'],
    ['a unit of measure nobody knows', 'unit: 元/月}', 'unit: 美元}', 'tasks.1.measure.unit must be one of'],
    ['a due day without its words', /^ {4}dueNote: .*\n/m, '', 'tasks.5 must have due and dueNote together'],
    ['a task without a title', /^ {4}title: .*\n/m, '', 'tasks.1 lacks title'],
  ])('%s', (_what, from, to, says) => {
    const text = QS_TEXT.replace(from, to);
    expect(text).not.toBe(QS_TEXT);
    expect(() => readTaskBook(text)).toThrow(says);
  });
});
