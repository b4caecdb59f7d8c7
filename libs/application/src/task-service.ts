/** The task register: tasks of a document registered, assigned and reported on; dispatches, bulletins, assessments, evaluations; who has not reported. */
import {
  isAskedFor, type OversightCommand, oversightStream, parseHalfYear, parsePeriod, parseQuarter, parseWorkYear, reportDue, type TaskCommand, type TaskEvent, taskStream, unitsOf,
} from '#accountability';
import { type CommandOutcome, handleCommand, handleCommands } from '#event-store';
import { type Actor, civilDateAt, type CivilDate, type CommandContext, digestOf, DomainError, type Json, type Jurisdiction, parseCivilDate, parseDivision, uuidOf } from '#kernel';
import {
  entityKey, type OverdueReportList, overdueReport, type OversightReport, oversightReport, type OversightTerms, type QuarterSummary, quarterSummary, type TasksReport, tasksReport, type UnassignedReport, unassignedReport,
} from '#reports';
import { cleanText, idOfText } from '#workbook';
import { type Sending, sentAs } from './sending.js';
import type { ServiceHost } from './service-host.js';
import { shippedTaskBooks, type TaskBook, taskBookOf } from './task-books.js';
import type {
  AssessmentRequest, AssignmentRequest, BulletinRequest, DispatchRequest, EvaluationRequest, Overseen, OversightRecorded, ProgressRecorded, ProgressRequest, SeedOutcome, TaskRecorded, TasksSeeded,
} from './task-types.js';

/** Restricts a question; everything where absent. */
export interface TasksQuestion {
  /** 6 digits. */
  readonly division?: string | undefined;
  /** Today where absent. */
  readonly asOf?: CivilDate | undefined;
}
export interface QuarterQuestion extends TasksQuestion {
  readonly quarter: string;
}

/** A task's place in the ledger. */
interface Located {
  readonly taskNo: string;
  readonly division: string;
  readonly book: TaskBook;
}

export class TaskService {
  constructor(private readonly host: ServiceHost) {}

  /**
   * Registers the tasks of a document that comes with the program. The same again records nothing.
   * @throws DomainError `TASKS_UNKNOWN` `TASKS_ELSEWHERE`
   */
  seed(pack: string, division: string | undefined, actor: Actor): Promise<TasksSeeded> {
    return this.host.track(async () => {
      const book = taskBookOf(pack);
      if (division !== undefined && division !== book.division) {
        throw new DomainError('TASKS_ELSEWHERE', 'invalid', `The tasks of ${pack} are those of ${book.division}: they name its units. Leave the division out, or name that one.`, { division: book.division });
      }
      const now = this.host.now();
      const correlationId = uuidOf(`tasks/${pack}/${book.division}`);
      const rows: SeedOutcome[] = [];
      for (const { facts } of book.tasks) {
        const command: TaskCommand = { type: 'SeedTask', task: facts, issuedOn: book.issuedOn };
        const payloadDigest = digestOf(facts as unknown as Json);
        const commandId = uuidOf(`task/${pack}/${entityKey(facts.taskNo, book.division)}/${payloadDigest}`);
        const context: CommandContext = { commandId, payloadDigest, actor, jurisdiction: { code6: book.division }, now, correlationId };
        const [outcome] = await handleCommands(this.host.store, taskStream, entityKey(facts.taskNo, book.division), [{ command, context }]);
        rows.push(seedOutcome(facts.taskNo, outcome as CommandOutcome<TaskEvent>));
      }
      await this.host.catchUp();
      const count = (outcome: SeedOutcome['outcome']): number => rows.filter((row) => row.outcome === outcome).length;
      return { pack, division: book.division, rows, recorded: count('recorded'), alreadyRecorded: count('alreadyRecorded'), rejected: count('rejected') };
    });
  }

  /** Whose tasks a document has. @throws DomainError `TASKS_UNKNOWN` */
  divisionOf(pack: string): string {
    return taskBookOf(pack).division;
  }

  /** Where a unit's part of a task lies: in its town where the unit is one, else in the division of the task. @throws DomainError `TASK_UNKNOWN` `TASK_AMBIGUOUS` */
  placeOf({ task, unit }: { readonly task: string; readonly unit: string }): string {
    const { division, book } = locate(task);
    return book.places.find(({ name }) => name === cleanText(unit))?.code ?? division;
  }

  /** @throws DomainError as `taskDecider`; `TASK_UNKNOWN` `TASK_AMBIGUOUS` and what is wrong with a day */
  assign(request: AssignmentRequest, actor: Actor, sending: Sending = {}): Promise<TaskRecorded> {
    return this.host.track(async () => {
      const located = locate(request.task);
      const unit = cleanText(request.unit);
      const today = this.today();
      const outcome = await this.record(located, unit, {
        type: 'AssignTask', taskNo: located.taskNo, unit, department: cleanText(request.department), person: cleanText(request.person), due: parseCivilDate(request.due),
        assignedOn: dayOr(request.on, today), reason: request.reason?.trim(), today,
      }, request, actor, sending);
      return { taskNo: located.taskNo, division: located.division, unit, outcome };
    });
  }

  /** @throws DomainError as `taskDecider`; `QUARTER_INVALID` `TASK_UNKNOWN` `TASK_AMBIGUOUS` and what is wrong with a day */
  report(request: ProgressRequest, actor: Actor, sending: Sending = {}): Promise<ProgressRecorded> {
    return this.host.track(async () => {
      const located = locate(request.task);
      const unit = cleanText(request.unit);
      const quarter = parseQuarter(request.quarter);
      const today = this.today();
      const outcome = await this.record(located, unit, {
        type: 'ReportProgress', taskNo: located.taskNo, unit, quarter, reportedOn: dayOr(request.on, today), cutoffOn: parseCivilDate(request.cutoff), value: request.value,
        text: linesOf(request.text), fileRef: request.fileRef?.trim(), supersedes: request.supersedes, reason: request.reason?.trim(), today,
      }, request, actor, sending);
      const terms = located.book.reporting;
      return { taskNo: located.taskNo, division: located.division, unit, quarter, dueOn: terms !== undefined && isAskedFor(quarter, terms) ? reportDue(quarter, terms) : null, outcome };
    });
  }

  /** @throws DomainError as `oversightDecider`; `QUARTER_INVALID` `TASKS_NOT_SEEDED` */
  dispatch(request: DispatchRequest, actor: Actor, sending: Sending = {}): Promise<OversightRecorded> {
    const { quarter, problems } = request;
    return this.oversee(request, actor, sending, (days) => ({ type: 'HoldDispatch', quarter: parseQuarter(quarter), problems: problems.map((problem) => problem.trim()), ...days }), quarter);
  }

  /** @throws DomainError as `oversightDecider`; `HALF_YEAR_INVALID` `TASKS_NOT_SEEDED` */
  bulletin(request: BulletinRequest, actor: Actor, sending: Sending = {}): Promise<OversightRecorded> {
    const { halfYear, problems } = request;
    return this.oversee(request, actor, sending, (days) => ({ type: 'IssueBulletin', halfYear: parseHalfYear(halfYear), problems: problems.map((problem) => problem.trim()), ...days }), halfYear);
  }

  /** @throws DomainError as `oversightDecider`; `YEAR_INVALID` `TASKS_NOT_SEEDED` `TASK_UNIT_UNKNOWN` */
  assess(request: AssessmentRequest, actor: Actor, sending: Sending = {}): Promise<OversightRecorded> {
    const { year, scores, problems } = request;
    const given = scores.map(({ unit, score }) => ({ unit: cleanText(unit), score: cleanText(score) }));
    return this.oversee(request, actor, sending, (days, book) => {
      const units = new Set(book.tasks.flatMap(({ facts }) => unitsOf(facts)));
      const stranger = given.findIndex(({ unit }) => !units.has(unit));
      if (stranger >= 0) throw new DomainError('TASK_UNIT_UNKNOWN', 'invalid', `Score ${stranger + 1} is of a unit that has no task there. Write the name as it stands in the list of tasks.`, { field: 'scores' });
      return { type: 'CompleteAssessment', year: parseWorkYear(year), scores: given, problems: problems.map((problem) => problem.trim()), ...days };
    }, year);
  }

  /** @throws DomainError as `oversightDecider`; `PERIOD_INVALID` `TASKS_NOT_SEEDED` */
  evaluate(request: EvaluationRequest, actor: Actor, sending: Sending = {}): Promise<OversightRecorded> {
    const { period, evaluator, summary } = request;
    return this.oversee(request, actor, sending, (days) => ({ type: 'RecordEvaluation', period: parsePeriod(period), evaluator: cleanText(evaluator), summary: linesOf(summary), ...days }), period);
  }

  /** Every task with its units, whom they named and what they reported: for a quarter, or last. */
  list({ division, asOf, quarter }: TasksQuestion & { readonly quarter?: string | undefined } = {}): Promise<TasksReport> {
    const of = quarter === undefined ? undefined : parseQuarter(quarter);
    return this.host.read((views) => tasksReport(views, division6(division), of, asOf ?? this.today()));
  }

  /** Who has not reported. */
  overdue({ division, quarter, asOf }: QuarterQuestion): Promise<OverdueReportList> {
    const of = parseQuarter(quarter);
    return this.host.read((views) => overdueReport(views, division6(division), of, asOf ?? this.today()));
  }

  /** Units that have named nobody for some of their tasks. */
  unassigned({ division, asOf }: TasksQuestion = {}): Promise<UnassignedReport> {
    return this.host.read((views) => unassignedReport(views, division6(division), asOf ?? this.today()));
  }

  /** Per unit: owed, on time, late, missing. */
  summary({ division, quarter, asOf }: QuarterQuestion): Promise<QuarterSummary> {
    const of = parseQuarter(quarter);
    return this.host.read((views) => quarterSummary(views, division6(division), of, asOf ?? this.today()));
  }

  /** What oversight was held, and which periods are over without it. */
  oversight({ division, asOf }: TasksQuestion = {}): Promise<OversightReport> {
    const terms = new Map<string, OversightTerms>();
    for (const book of shippedTaskBooks().values()) if (book.oversight !== undefined) terms.set(book.division, book.oversight);
    return this.host.read((views) => oversightReport(views, terms, division6(division), asOf ?? this.today()));
  }

  private today(): CivilDate {
    return civilDateAt(this.host.now());
  }

  private async record({ taskNo, division, book }: Located, unit: string, command: TaskCommand, stated: object, actor: Actor, sending: Sending): Promise<TaskRecorded['outcome']> {
    const now = this.host.now();
    const place = book.places.find(({ name }) => name === unit);
    const key = entityKey(taskNo, division);
    const outcome = await handleCommand(this.host.store, taskStream, key, { command, context: this.context(command.type, stated, `${key}/${unit}`, { code6: division, town9: place?.code }, now, actor, sending) });
    return this.told(outcome, sending);
  }

  private async told(outcome: CommandOutcome<unknown>, { tellRevision }: Sending): Promise<'recorded' | 'alreadyRecorded'> {
    await this.host.catchUp();
    if (outcome.status !== 'refused' && outcome.revision !== undefined) tellRevision?.(outcome.revision);
    return outcome.status === 'appended' ? 'recorded' : 'alreadyRecorded';
  }

  private oversee(
    request: Overseen, actor: Actor, sending: Sending, commandOf: (days: { readonly on: CivilDate; readonly today: CivilDate }, book: TaskBook) => OversightCommand, period: string,
  ): Promise<OversightRecorded> {
    return this.host.track(async () => {
      const { division, on } = request;
      const book = await this.seededBook(division);
      const now = this.host.now();
      const today = civilDateAt(now);
      const command = commandOf({ on: dayOr(on, today), today }, book);
      const outcome = await handleCommand(this.host.store, oversightStream, division, { command, context: this.context(command.type, request, division, { code6: division }, now, actor, sending) });
      return { division, period, outcome: await this.told(outcome, sending) };
    });
  }

  /**
   * Without a key the instant is part of the name: a person named, replaced and named again are three assignments.
   * A repetition is then recognised by what it says, in the decider.
   */
  private context(type: string, stated: object, about: string, jurisdiction: Jurisdiction, now: string, actor: Actor, sending: Sending): CommandContext {
    const digest = digestOf({ type, stated } as unknown as Json);
    return { ...sentAs(`${type}/${about}`, digest, actor, sending, `${digest}/${now}`), jurisdiction, now, correlationId: uuidOf(`tasks/${jurisdiction.code6}/${about}`) };
  }

  /** What is overseen are tasks: without them there is nothing to dispatch. @throws DomainError `DIVISION_INVALID` `TASKS_NOT_SEEDED` */
  private async seededBook(division: string): Promise<TaskBook> {
    parseDivision(division);
    for (const book of shippedTaskBooks().values()) {
      const [first] = book.tasks;
      if (book.division !== division || first === undefined) continue;
      const slice = await this.host.store.readStream(`${taskStream.category}-${entityKey(first.facts.taskNo, division)}`, { limit: 1 });
      if (slice.status !== 'missing') return book;
    }
    throw new DomainError('TASKS_NOT_SEEDED', 'notFound', 'No tasks are registered for this division. Register those of its document first ("taizhang tasks seed --pack ..."), or check the division.', { division });
  }
}

/**
 * The division of a task is that of the document that has its number, unless it is named.
 * @throws DomainError `TASK_UNKNOWN` `TASK_AMBIGUOUS`
 */
function locate(task: string): Located {
  const [taskNo = '', named] = idOfText(task).split('@');
  const having = [...shippedTaskBooks().values()].filter((book) => (named === undefined || book.division === named) && book.tasks.some(({ facts }) => facts.taskNo === taskNo));
  if (having.length > 1) throw new DomainError('TASK_AMBIGUOUS', 'invalid', `Several divisions have a task with this number. Name the division too: ${having.map((book) => entityKey(taskNo, book.division)).join(', ')}.`);
  const [book] = having;
  if (book === undefined) {
    throw new DomainError('TASK_UNKNOWN', 'notFound', 'No document here has a task with this number. Check it with "taizhang tasks list"; with the division it is written 12@360111.');
  }
  return { taskNo, division: book.division, book };
}

function division6(division: string | undefined): string | undefined {
  if (division !== undefined && !/^\d{6}$/.test(division)) throw new DomainError('DIVISION_INVALID', 'invalid', 'Tasks are those of a county, district or city. Write its 6 digits.');
  return division;
}

const dayOr = (day: string | undefined, today: CivilDate): CivilDate => (day === undefined ? today : parseCivilDate(day));
/** Line breaks of any system are one; what stands around the text goes. */
const linesOf = (text: string): string => text.replace(/\r\n?/g, '\n').trim();

function seedOutcome(taskNo: string, outcome: CommandOutcome<TaskEvent>): SeedOutcome {
  switch (outcome.status) {
    case 'appended':
      return { taskNo, outcome: 'recorded' };
    case 'repeated':
    case 'unchanged':
      return { taskNo, outcome: 'alreadyRecorded' };
    case 'refused':
      return { taskNo, outcome: 'rejected', code: outcome.error.code, message: outcome.error.message };
  }
}
