/**
 * The divisions of tasks that come with the program (libs/accountability/tasks): YAML in which every scalar is a text.
 * What is printed and how it is read stand side by side in the file; what is registered is the reading.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseDocument } from 'yaml';
import { lastMonthOf, parseHalfYear, parseQuarter, parseWorkYear, reportDue, type ReportingTerms, type TaskFacts } from '#accountability';
import { type CivilDate, DomainError, parseCivilDate } from '#kernel';
import type { OversightTerms } from '#reports';

/** A town, street or park that a phrase of the document stands for. Not named by the document itself. */
export interface TaskPlace {
  readonly kind: string;
  readonly name: string;
  /** 9 digits. */
  readonly code: string;
}

/** Lead and responsible units as the document prints them; phrases are not resolved. */
export interface TaskGroup {
  readonly lead: readonly string[];
  readonly responsible: readonly string[];
}

export interface BookTask {
  /** Where it is printed: a group, two groups, or the words of the document. */
  readonly printed: string;
  /** The group it is read into, where the document has groups. */
  readonly reading: string | undefined;
  /** Why it is read so, where print and reading differ or the print is damaged. */
  readonly why: string | undefined;
  /** What the document says about the due day. */
  readonly dueNote: string | undefined;
  readonly facts: TaskFacts;
}

/** The tasks of one document. */
export interface TaskBook {
  readonly pack: string;
  readonly division: string;
  readonly issuedOn: CivilDate;
  readonly reporting: ReportingTerms | undefined;
  readonly oversight: OversightTerms | undefined;
  readonly places: readonly TaskPlace[];
  readonly groups: ReadonlyMap<string, TaskGroup>;
  /** In the order of the document. */
  readonly tasks: readonly BookTask[];
}

/** The units in which a report may give its number. */
const UNITS = new Set(['元/月', '元', '人', '人次', '户', '件', '次', '项', '个', '对', '支', '家', '份', '天', '%', '个百分点', '是否']);

/** A text, list or mapping of the file with its path, for messages that say where. */
class Part {
  constructor(private readonly value: unknown, readonly path: string) {}

  wrong(what: string): Error {
    return new Error(`${this.path === '' ? 'the file' : this.path} ${what}`);
  }

  text(): string {
    if (typeof this.value !== 'string') throw this.wrong(this.value === undefined ? 'is missing' : 'must be a text');
    return this.value;
  }

  line(): string {
    const text = this.text();
    if (text.trim() !== text || text === '') throw this.wrong('must be a text that says something, without spaces around it');
    return text;
  }

  list(): readonly Part[] {
    if (!Array.isArray(this.value)) throw this.wrong('must be a list');
    return this.value.map((item: unknown, index) => new Part(item, `${this.path}.${index + 1}`));
  }

  texts(): readonly string[] {
    const texts = this.list().map((part) => part.line());
    const twice = texts.find((text, index) => texts.indexOf(text) !== index);
    if (twice !== undefined) throw this.wrong(`names ${twice} twice`);
    return texts;
  }

  /** The members of a mapping that has these and no others. */
  members<Name extends string>(required: readonly Name[], optional: readonly Name[] = []): Readonly<Record<Name, Part>> {
    const entries = new Map(this.entries());
    const unknown = [...entries.keys()].find((name) => !required.includes(name as Name) && !optional.includes(name as Name));
    if (unknown !== undefined) throw this.wrong(`has a member ${unknown} that is not known. Known are ${[...required, ...optional].join(', ')}`);
    const missing = required.find((name) => !entries.has(name));
    if (missing !== undefined) throw this.wrong(`lacks ${missing}`);
    return Object.fromEntries([...required, ...optional].map((name) => [name, entries.get(name) ?? new Part(undefined, this.at(name))])) as Record<Name, Part>;
  }

  entries(): readonly (readonly [string, Part])[] {
    if (this.value === null || typeof this.value !== 'object' || Array.isArray(this.value)) throw this.wrong('must be a mapping');
    return Object.entries(this.value).map(([name, value]) => [name, new Part(value, this.at(name))] as const);
  }

  get given(): boolean {
    return this.value !== undefined;
  }

  /** Reads with a parser of the domain, saying where. */
  as<T>(parse: (text: string) => T): T {
    const text = this.line();
    try {
      return parse(text);
    } catch (error) {
      throw this.wrong(`cannot be read: ${(error as Error).message}`);
    }
  }

  private at(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }
}

/** @throws Error saying where the text is not a division of tasks, and why */
export function readTaskBook(yaml: string): TaskBook {
  const document = parseDocument(yaml, { schema: 'failsafe', strict: true, prettyErrors: false, logLevel: 'error' });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) throw new Error(`the file is not YAML: ${problem.message.split('\n')[0]} (at character ${problem.pos[0] + 1})`);
  const book = new Part(document.toJS({ maxAliasCount: 0 }), '').members(['pack', 'division', 'issuedOn', 'tasks'], ['reporting', 'oversight', 'places', 'phrases', 'groups']);
  const pack = book.pack.line();
  const division = book.division.line();
  if (!/^\d{6}$/.test(division)) throw book.division.wrong('must be 6 digits');
  const reporting = book.reporting.given ? termsOf(book.reporting) : undefined;
  const places = book.places.given ? placesOf(book.places, division) : [];
  const phrases = new Map(book.phrases.given ? book.phrases.entries().map(([phrase, kinds]) => [phrase, namesOf(kinds, places)] as const) : []);
  const groups = new Map(book.groups.given ? book.groups.entries().map(([name, group]) => [name, groupOf(group)] as const) : []);
  const seen = new Set<string>();
  const tasks = book.tasks.list().map((part) => {
    const task = taskOf(part, { pack, reporting, groups, phrases });
    if (seen.has(task.facts.taskNo)) throw part.wrong(`has the number ${task.facts.taskNo} of an earlier task`);
    seen.add(task.facts.taskNo);
    return task;
  });
  return { pack, division, issuedOn: book.issuedOn.as(parseCivilDate), reporting, oversight: book.oversight.given ? oversightOf(book.oversight) : undefined, places, groups, tasks };
}

function termsOf(part: Part): ReportingTerms {
  const { months, day, firstDueOn } = part.members(['clause', 'months', 'day', 'firstDueOn']);
  // The months are there to be read by people; due days are computed from the quarters.
  const lastMonths = [1, 2, 3, 4].map((n) => String(Number(lastMonthOf(parseQuarter(`2019Q${n}`)).slice(5))));
  if (months.texts().join() !== lastMonths.join()) throw months.wrong(`must be the last months of the quarters, ${lastMonths.join(', ')}`);
  const terms = { day: day.as(dayNumber), firstDueOn: firstDueOn.as(parseCivilDate) };
  const quarter = parseQuarter(`${terms.firstDueOn.slice(0, 4)}Q${Math.ceil(Number(terms.firstDueOn.slice(5, 7)) / 3)}`);
  if (reportDue(quarter, terms) !== terms.firstDueOn) throw firstDueOn.wrong(`must be a due day, as ${reportDue(quarter, terms)} is`);
  return terms;
}

function dayNumber(text: string): number {
  if (!/^\d{1,2}$/.test(text) || Number(text) < 1 || Number(text) > 30) throw new Error('write a day from 1 to 30');
  return Number(text);
}

function oversightOf(part: Part): OversightTerms {
  const { dispatchFrom, bulletinFrom, assessmentFrom } = part.members(['clause', 'dispatchFrom', 'bulletinFrom', 'assessmentFrom']);
  return { dispatchFrom: dispatchFrom.as(parseQuarter), bulletinFrom: bulletinFrom.as(parseHalfYear), assessmentFrom: assessmentFrom.as(parseWorkYear) };
}

function placesOf(part: Part, division: string): readonly TaskPlace[] {
  return part.members(['source', 'list']).list.list().map((item) => {
    const { kind, name, code } = item.members(['kind', 'name', 'code']);
    if (!new RegExp(`^${division}\\d{3}$`).test(code.line())) throw code.wrong(`must be 9 digits that begin with ${division}`);
    return { kind: kind.line(), name: name.line(), code: code.line() };
  });
}

function namesOf(kinds: Part, places: readonly TaskPlace[]): readonly string[] {
  const listed = kinds.texts();
  const unknown = listed.find((kind) => !places.some((place) => place.kind === kind));
  if (unknown !== undefined) throw kinds.wrong(`names the kind ${unknown}, of which there is no place`);
  return places.filter(({ kind }) => listed.includes(kind)).map(({ name }) => name);
}

function groupOf(part: Part): TaskGroup {
  const { lead, responsible } = part.members(['lead', 'responsible']);
  return { lead: lead.texts(), responsible: responsible.texts() };
}

interface Surroundings {
  readonly pack: string;
  readonly reporting: ReportingTerms | undefined;
  readonly groups: ReadonlyMap<string, TaskGroup>;
  readonly phrases: ReadonlyMap<string, readonly string[]>;
}

function taskOf(part: Part, { pack, reporting, groups, phrases }: Surroundings): BookTask {
  const task = part.members(['no', 'heading', 'title', 'measure', 'ruleIds', 'printed'], ['reading', 'lead', 'responsible', 'why', 'due', 'dueNote']);
  const taskNo = task.no.line();
  if (!/^\d{1,3}(?:\.\d{1,3})?(?:-\d{1,3}\.\d{1,3})?$/.test(taskNo)) throw task.no.wrong('must be a number such as 12, 1.2 or 7.1-7.4');
  const { zh, en } = task.title.members(['zh', 'en']);
  const { text, number, unit } = task.measure.members(['text', 'number', 'unit']);
  if (!UNITS.has(unit.line())) throw unit.wrong(`must be one of ${[...UNITS].join(' ')}`);
  const { lead, responsible } = task.reading.given ? groupNamed(task.reading, groups) : { lead: task.lead.texts(), responsible: task.responsible.texts() };
  const resolved = (units: readonly string[]): readonly string[] => [...new Set(units.flatMap((name) => phrases.get(name) ?? [name]))];
  if (task.due.given !== task.dueNote.given) throw part.wrong('must have due and dueNote together: a day, and the words it is read from');
  return {
    printed: task.printed.text(), reading: textOf(task.reading), why: textOf(task.why), dueNote: textOf(task.dueNote),
    facts: {
      taskNo, pack, heading: task.heading.line(), title: { zh: zh.line(), en: en.line() }, measure: { text: text.line(), number: number.line(), unit: unit.line() },
      leads: resolved(lead), responsible: resolved(responsible), ruleIds: task.ruleIds.texts(), reporting, dueOn: task.due.given ? task.due.as(parseCivilDate) : undefined,
    },
  };
}

function groupNamed(part: Part, groups: ReadonlyMap<string, TaskGroup>): TaskGroup {
  const group = groups.get(part.line());
  if (group === undefined) throw part.wrong(`names a group that is not there. There are ${[...groups.keys()].join(', ')}`);
  return group;
}

const textOf = (part: Part): string | undefined => (part.given ? part.line() : undefined);

let shipped: ReadonlyMap<string, TaskBook> | undefined;

/** Every division of tasks that comes with the program, by pack. Read once. */
export function shippedTaskBooks(): ReadonlyMap<string, TaskBook> {
  return (shipped ??= readShipped());
}

/** @throws DomainError `TASKS_UNKNOWN` */
export function taskBookOf(pack: string): TaskBook {
  const book = shippedTaskBooks().get(pack);
  if (book !== undefined) return book;
  const known = [...shippedTaskBooks().keys()].join(', ');
  throw new DomainError('TASKS_UNKNOWN', 'notFound', `The program has no tasks of a document with this name. It has those of ${known}.`, { known });
}

function readShipped(): ReadonlyMap<string, TaskBook> {
  const directory = tasksDirectory();
  return new Map(readdirSync(directory).filter((file) => file.endsWith('.yaml')).sort().map((file) => {
    try {
      const book = readTaskBook(readFileSync(join(directory, file), 'utf8'));
      return [book.pack, book] as const;
    } catch (error) {
      throw new Error(`the shipped tasks ${file} cannot be used: ${(error as Error).message}`, { cause: error });
    }
  }));
}

/** From the sources and from the compiled program alike: the package root is above both. */
function tasksDirectory(): string {
  for (let directory = dirname(fileURLToPath(import.meta.url)); ; directory = dirname(directory)) {
    const tasks = join(directory, 'libs', 'accountability', 'tasks');
    if (existsSync(tasks)) return tasks;
    if (dirname(directory) === directory) throw new Error('libs/accountability/tasks is not there: the program is not installed whole');
  }
}
