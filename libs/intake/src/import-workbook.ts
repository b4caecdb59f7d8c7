/**
 * Imports a ledger workbook: every data row becomes events or a named rejection, and nothing twice.
 *
 *   rows ──validate──▶ rejected ─────────────────────────────┐
 *     │                                                       ▼
 *     └─▶ commands, grouped by stream ──handle──▶ recorded │ already recorded │ CONFLICT ──▶ import-<sha256>
 *
 * A row's command id is made of county, sheet and key, so the ledger itself recognises what it has; an import that was
 * interrupted is completed by running it again.
 */
import { type CommandOutcome, type CommandRequest, type EventStore, handleCommands } from '#event-store';
import { type Actor, civilDateAt, type CommandContext, digestOf, type Json, uuidOf } from '#kernel';
import { conflictOf, type Fault, type LedgerSheet, type LedgerWorkbook, outcomeOf, type ReadableRow, type SheetName, type WorkbookRow } from '#workbook';
import { Directory } from './directory.js';
import { type ImportCommand, type ImportState, importDecider, importStream, type RejectedRow, type SheetTotals } from './import-record.js';
import { type AnyStreamType, ROW_COMMANDS, type RowCommand } from './row-commands.js';
import { rowIdentity } from './row-ids.js';

/** Sheets whose rows go to the same streams are carried out together, so that a stream is loaded and written once. */
const PHASES: readonly (readonly SheetName[])[] = [['标准'], ['人员'], ['家庭', '成员'], ['申请', '办理', '待遇'], ['发放'], ['疑点'], ['预算']];
/** Streams written at the same time: enough for the store to commit in groups. */
const CONCURRENT_STREAMS = 128;
/** Commands of one stream decided before other work gets its turn; the stream is loaded anew for the next ones. */
const COMMANDS_PER_TURN = 4_000;
/** Rows looked at before other work gets its turn. */
const ROWS_PER_TURN = 500;

export interface ImportProgress {
  readonly sheet: string;
  readonly done: number;
  readonly total: number;
}

export interface ImportReport {
  readonly sha256: string;
  readonly sheets: Readonly<Record<string, SheetTotals>>;
  readonly rejections: readonly Omit<RejectedRow, 'cells'>[];
  /** Events this run appended; 0 when the file had been imported before. */
  readonly events: number;
}

export interface ImportOptions {
  /** Who runs the import. */
  readonly actor: Actor;
  /** The edge's clock: an RFC 3339 UTC instant. */
  readonly now: () => string;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
}

/** @throws DomainError from the event store; the import can then be repeated. */
export async function importWorkbook(store: EventStore, workbook: LedgerWorkbook, options: ImportOptions): Promise<ImportReport> {
  const earlier = await readImport(store, workbook.sha256);
  if (earlier.status === 'completed') return repeatedReport(earlier);
  return new ImportRun(store, workbook, options, earlier).run();
}

/** What the ledger knows of the import of a file. */
export async function readImport(store: EventStore, sha256: string): Promise<ImportState> {
  let state = importDecider.initialState();
  for (let from = 0n; ;) {
    const slice = await store.readStream(`${importStream.category}-${sha256}`, { from });
    if (slice.status === 'missing') return state;
    for (const event of slice.events) {
      state = importDecider.evolve(state, importStream.codec.decode(event.type, event.metadata['schemaVer'] as number, event.data));
      from = event.revision + 1n;
    }
    if (slice.end) return state;
  }
}

/** The same file again: what was recorded then is already recorded now, what was rejected stays rejected. */
function repeatedReport(earlier: ImportState): ImportReport {
  const sheets = Object.fromEntries(Object.entries(earlier.sheets).map(([sheet, totals]) => [sheet, { ...totals, recorded: 0, alreadyRecorded: totals.recorded + totals.alreadyRecorded }]));
  return { sha256: earlier.sha256, sheets, rejections: earlier.rejections, events: 0 };
}

interface PlannedRow {
  readonly sheet: SheetName;
  readonly row: ReadableRow<SheetName>;
  readonly request: CommandRequest<object>;
}
interface StreamPlan {
  readonly stream: AnyStreamType;
  readonly id: string;
  readonly rows: PlannedRow[];
}

class ImportRun {
  private readonly directory: Directory;
  private readonly correlationId: string;
  private readonly totals = new Map<string, { rows: number; recorded: number; alreadyRecorded: number; rejected: number }>();
  private readonly rejections: RejectedRow[] = [];
  private events = 0;

  /** Rows an interrupted run of this import had rejected already: they stay rejected, whatever was recorded since. */
  private readonly rejectedBefore: ReadonlyMap<string, Fault>;

  constructor(private readonly store: EventStore, private readonly workbook: LedgerWorkbook, private readonly options: ImportOptions, earlier: ImportState) {
    this.rejectedBefore = new Map(earlier.rejections.map(({ sheet, row, column, code, message }) => [`${sheet}/${row}`, { column, code, message } as Fault]));
    this.directory = new Directory(store, workbook.info.code6);
    this.correlationId = uuidOf(`import/${workbook.sha256}`);
    for (const sheet of workbook.sheets) this.totals.set(sheet.name, { rows: 0, recorded: 0, alreadyRecorded: 0, rejected: 0 });
  }

  async run(): Promise<ImportReport> {
    const { sha256, info } = this.workbook;
    const on = civilDateAt(this.options.now());
    await this.record([{ type: 'StartImport', file: { sha256, code6: info.code6, year: info.year, office: info.office ?? undefined, cutoffOn: info.cutoffOn, pack: info.pack }, on }]);
    for (const phase of PHASES) await this.runPhase(phase);
    const order = new Map(this.workbook.sheets.map((sheet, index) => [sheet.name as string, index]));
    this.rejections.sort((a, b) => (order.get(a.sheet) as number) - (order.get(b.sheet) as number) || a.row - b.row);
    const sheets = Object.fromEntries(this.totals);
    await this.record([...this.rejections.map((rejection): ImportCommand => ({ type: 'RejectRow', rejection, on })), { type: 'CompleteImport', sheets, on }]);
    return { sha256, sheets, rejections: this.rejections.map(({ cells: _cells, ...rest }) => rest), events: this.events };
  }

  private async runPhase(names: readonly SheetName[]): Promise<void> {
    const plans = new Map<string, StreamPlan>();
    for (const name of names) await this.planSheet(this.workbook.sheet<SheetName>(name), plans);
    await this.carryOut([...plans.values()], names);
  }

  /** Validates the rows of a sheet and turns the good ones into commands, grouped by stream in order of first appearance. */
  private async planSheet(sheet: LedgerSheet, plans: Map<string, StreamPlan>): Promise<void> {
    const seenKeys = new Set<string>();
    for (const rows of chunks(sheet.rows() as Iterable<WorkbookRow>, ROWS_PER_TURN)) {
      await this.directory.resolve(rows.flatMap((row) => (row.fault === undefined ? row.references : [])));
      for (const row of rows) {
        this.count(sheet.name, 'rows');
        const fault = outcomeOf(row, { exists: (target, number) => this.directory.exists(target, number), seenKeys });
        if (row.key !== undefined) seenKeys.add(row.key);
        const rejected = this.rejectedBefore.get(`${sheet.name}/${row.row}`) ?? fault ?? row.fault;
        if (rejected !== undefined || row.fault !== undefined) this.reject(sheet.name, row, rejected as Fault);
        else await this.planRow(sheet.name, row, plans);
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  private async planRow(sheet: SheetName, row: ReadableRow<SheetName>, plans: Map<string, StreamPlan>): Promise<void> {
    const mapRow = ROW_COMMANDS[sheet] as (values: unknown, info: LedgerWorkbook['info'], directory: Directory) => Promise<RowCommand> | RowCommand;
    const { stream, id, command, actor, jurisdiction } = await mapRow(row.values, this.workbook.info, this.directory);
    await this.define(sheet, row, command, jurisdiction);
    const context: CommandContext = {
      ...rowIdentity(this.workbook.info.code6, sheet, row.key, row.values),
      actor, jurisdiction, now: '', correlationId: this.correlationId,
      source: { file: this.workbook.sha256, sheet, row: row.row },
    };
    const key = `${stream.category}-${id}`;
    let plan = plans.get(key);
    if (plan === undefined) plans.set(key, (plan = { stream, id, rows: [] }));
    plan.rows.push({ sheet, row, request: { command, context } });
  }

  /** Lets later rows refer to this one. A row that turns out a CONFLICT defines the number too: it was recorded before. */
  private async define(sheet: SheetName, row: ReadableRow<SheetName>, command: object, place: CommandContext['jurisdiction']): Promise<void> {
    if (sheet !== '人员' && sheet !== '家庭' && sheet !== '申请') return;
    const [number] = JSON.parse(row.key) as [string];
    if (sheet === '申请') await this.directory.defineCase(number, { benefit: (command as { benefit: string }).benefit, place });
    else this.directory.define(sheet, number);
  }

  private async carryOut(plans: readonly StreamPlan[], names: readonly SheetName[]): Promise<void> {
    const total = plans.reduce((sum, plan) => sum + plan.rows.length, 0);
    let done = 0;
    let next = 0;
    let failed = false;
    const worker = async (): Promise<void> => {
      for (let plan = plans[next++]; plan !== undefined && !failed; plan = plans[next++]) {
        for (let from = 0; from < plan.rows.length && !failed; from += COMMANDS_PER_TURN) {
          const rows = plan.rows.slice(from, from + COMMANDS_PER_TURN);
          const now = this.options.now();
          const requests = rows.map(({ request }) => ({ command: request.command, context: { ...request.context, now } }));
          const outcomes = await handleCommands(this.store, plan.stream, plan.id, requests);
          rows.forEach((planned, index) => this.settle(planned, outcomes[index] as CommandOutcome<{ type: string; data: unknown }>));
          done += rows.length;
          this.options.onProgress?.({ sheet: names.join('、'), done, total });
        }
      }
    };
    // The first failure stops the others too: nothing may go on writing after the import was reported as failed.
    const workers = Array.from({ length: Math.min(CONCURRENT_STREAMS, plans.length) }, () => worker().catch((error: unknown) => { failed = true; throw error; }));
    const failure = (await Promise.allSettled(workers)).find((result) => result.status === 'rejected');
    if (failure) throw failure.reason;
  }

  private settle({ sheet, row }: PlannedRow, outcome: CommandOutcome<{ type: string; data: unknown }>): void {
    switch (outcome.status) {
      case 'appended':
        this.events += outcome.events.length;
        this.count(sheet, 'recorded');
        break;
      case 'repeated':
        // What an interrupted run of this very import recorded is recorded by it; anything else was there before.
        this.count(sheet, outcome.correlationId === this.correlationId ? 'recorded' : 'alreadyRecorded');
        break;
      case 'unchanged':
        this.count(sheet, 'alreadyRecorded');
        break;
      case 'refused':
        // The ledger holds something else under this number. Any other refusal would be a fault of this program, not of the row.
        if (outcome.error.kind !== 'conflict') throw outcome.error;
        this.reject(sheet, row, conflictOf(sheet));
        break;
    }
  }

  private reject(sheet: SheetName, row: WorkbookRow, { column, code, message }: Fault): void {
    this.count(sheet, 'rejected');
    this.rejections.push({ sheet, row: row.row, column, code, message, cells: row.cells });
  }

  private count(sheet: SheetName, column: keyof SheetTotals): void {
    const totals = this.totals.get(sheet);
    if (totals) totals[column] += 1;
  }

  /** Writes to the record of this import; what an interrupted run wrote before is recognised by its command ids. */
  private async record(commands: readonly ImportCommand[]): Promise<void> {
    const { sha256, info } = this.workbook;
    const requests = commands.map((command): CommandRequest<ImportCommand> => {
      const name = command.type === 'RejectRow' ? `reject/${command.rejection.sheet}/${command.rejection.row}` : command.type;
      return {
        command,
        context: {
          commandId: uuidOf(`${this.correlationId}/${name}`), payloadDigest: digestOf({ ...command, on: null } as unknown as Json), actor: this.options.actor, jurisdiction: { code6: info.code6 },
          now: this.options.now(), correlationId: this.correlationId,
        },
      };
    });
    for (const outcome of await handleCommands(this.store, importStream, sha256, requests)) {
      if (outcome.status === 'refused') throw outcome.error;
      if (outcome.status === 'appended') this.events += outcome.events.length;
    }
  }
}

function* chunks<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let chunk: T[] = [];
  for (const item of items) {
    chunk.push(item);
    if (chunk.length === size) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}
