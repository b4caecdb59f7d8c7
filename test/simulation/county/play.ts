/** Plays acts through the services on a ledger in the directory it is given: one JSON line in, one out, until it is killed or its input ends. */
import { createInterface } from 'node:readline';
import { Ledger } from '#application';
import type { StepName } from '#casework';
import type { Role, SignedIn } from '#identity';
import { DomainError } from '#kernel';
import type { Act, Answer, CaseEnd, Owed, Who } from './acts.js';

/** What the parent asks when everything was played. */
export interface Look {
  readonly look: readonly { readonly case: string; readonly county: string }[];
  readonly months: readonly string[];
}
export interface Sent {
  readonly act: Act;
  readonly ifRevision?: string;
}

/** Papers of the acts by their names: a small JPEG each, without a device record. */
const PAPERS = { '@start': 'noticeStartPhoto', '@end': 'noticeEndPhoto' } as const;
const COUNTIES = ['360111', '450103'];
const jpeg = (text: string): Buffer => Buffer.concat([Buffer.from('ffd8fffe', 'hex'), Buffer.from([0, text.length + 2]), Buffer.from(text, 'latin1'), Buffer.from('ffd9', 'hex')]);

const signedIn = ({ staff, role, division }: Who): SignedIn => ({ accountId: staff.toLowerCase(), staffId: staff, name: staff, role: role as Role, division });

class Player {
  private constructor(private readonly ledger: Ledger, private readonly papers: ReadonlyMap<string, string>) {}

  static async open(dataDir: string): Promise<Player> {
    const ledger = await Ledger.open({ dataDir, mode: 'readWrite' });
    const papers = new Map<string, string>();
    // Every county hands them in: it sees its own papers only.
    for (const [name, kind, county] of Object.entries(PAPERS).flatMap(([name, kind]) => COUNTIES.map((county) => [name, kind, county] as const))) {
      const { sha256 } = await ledger.papers.add((async function* content() { yield await Promise.resolve(jpeg(kind)); })(), { kind, statedCapturedAt: '2019-01-01T09:00:00+08:00' }, { staffId: 'papers' }, county);
      papers.set(name, sha256);
    }
    return new Player(ledger, papers);
  }

  async answer(sent: Sent): Promise<Answer> {
    const { n } = sent.act;
    try {
      return { n, ...(await this.play(sent)) };
    } catch (error) {
      return error instanceof DomainError ? { n, outcome: 'refused', code: error.code, message: error.message } : { n, outcome: 'crashed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  }

  private async play({ act, ifRevision }: Sent): Promise<Omit<Answer, 'n'>> {
    switch (act.kind) {
      case 'step': {
        const sending = { idempotencyKey: act.key, ifRevision: ifRevision === undefined ? undefined : BigInt(ifRevision) };
        const taken = await this.ledger.cases.take(`${act.case}@${act.county}`, act.step as StepName, this.withPapers(act.body), signedIn(act.as), sending);
        return { outcome: taken.outcome, events: taken.events, revision: String(taken.revision) };
      }
      case 'person':
        return { outcome: (await this.ledger.register.registerPerson(act.county, act.body, signedIn(act.as))).outcome };
      case 'household':
        return { outcome: (await this.ledger.register.composeHousehold(act.body, signedIn(act.as))).outcome };
      case 'member':
        return { outcome: (await this.ledger.register.changeMember(act.county, act.body, signedIn(act.as))).outcome };
      case 'draw': {
        const { selected, population } = await this.ledger.cases.drawSample(act.body, signedIn(act.as));
        return { outcome: 'recorded', selected, population };
      }
      case 'publish': {
        const { rejected, rows } = await this.ledger.policy.publishStandards(act.body['entries'] as Parameters<Ledger['policy']['publishStandards']>[0], { staffId: 'publisher' });
        if (rejected > 0) throw new Error(JSON.stringify(rows));
        return { outcome: 'recorded' };
      }
      case 'grant':
        await this.ledger.access.grantDelegation(act.body as unknown as Parameters<Ledger['access']['grantDelegation']>[0], { staffId: 'grantor' });
        return { outcome: 'recorded' };
      case 'revoke':
        await this.ledger.access.revokeDelegation(act.body as unknown as Parameters<Ledger['access']['revokeDelegation']>[0], { staffId: 'grantor' });
        return { outcome: 'recorded' };
    }
  }

  private withPapers(body: object): object {
    return JSON.parse(JSON.stringify(body), (_name, value: unknown) => (typeof value === 'string' ? this.papers.get(value) ?? value : value)) as object;
  }

  /** How every case ended, by month; what the worklist still asks of it. */
  async *look({ look, months }: Look): AsyncGenerator<CaseEnd & { readonly open: readonly string[]; readonly doubles: number }> {
    const open = new Map<string, string[]>();
    for (const county of new Set(look.map((one) => one.county))) {
      const report = await this.ledger.worklist({ division: county, today: '2026-11-22' as never, horizonDays: 5_000 });
      for (const { caseId, clock } of everyItem(report)) open.set(`${caseId}@${county}`, [...(open.get(`${caseId}@${county}`) ?? []), clock]);
    }
    for (const one of look) yield { ...(await this.end(one.case, one.county, months)), open: open.get(`${one.case}@${one.county}`) ?? [] };
  }

  private async end(caseId: string, county: string, months: readonly string[]): Promise<CaseEnd & { readonly doubles: number }> {
    const key = `${caseId}@${county}`;
    const { types, doubles } = await this.stream(`case-${key}`);
    const count = types.filter((type) => type !== 'CountySampled').length;
    if (types.length === 0) return { case: key, exists: false, ended: null, owed: [], events: 0, applicantIds: [], doubles };
    const owed: Owed[] = [];
    if (types.includes('BenefitGranted')) {
      for (const ym of months) {
        const now = (await this.ledger.replayCase(key, `${ym}-28` as never, undefined)).state?.entitlement;
        if (now?.active === true) owed.push([ym, now.monthlyFen, now.persons]);
      }
    }
    const ends: Readonly<Record<string, string>> = { ApplicationNotAccepted: 'notAccepted', AssistanceDenied: 'denied', ApplicationWithdrawn: 'withdrawn', ProcedureTerminated: 'terminated', AssistanceConfirmed: 'confirmed' };
    return { case: key, exists: true, ended: types.flatMap((type) => ends[type] ?? []).at(-1) ?? null, owed, events: count, applicantIds: [], doubles };
  }

  private async stream(id: string): Promise<{ readonly types: readonly string[]; readonly doubles: number }> {
    const types: string[] = [];
    const ids: string[] = [];
    for (let from = 0n; ;) {
      const slice = await this.ledger.store.readStream(id, { from });
      if (slice.status === 'missing') return { types, doubles: 0 };
      for (const { type, eventId, revision } of slice.events) {
        types.push(type);
        ids.push(eventId);
        from = revision + 1n;
      }
      if (slice.end) return { types, doubles: ids.length - new Set(ids).size };
    }
  }

  close(): Promise<void> {
    return this.ledger.close();
  }
}

type Item = { readonly caseId: string; readonly clock: string };
const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null && 'caseId' in value && 'clock' in value;
/** The report groups its items; here all are wanted. */
function everyItem(report: unknown): readonly Item[] {
  if (isItem(report)) return [report];
  return typeof report === 'object' && report !== null ? Object.values(report).flatMap(everyItem) : [];
}

const [, , dataDir] = process.argv;
if (dataDir === undefined) throw new Error('name the directory of the ledger');
const player = await Player.open(dataDir);
const say = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
say({ ready: true });
for await (const line of createInterface({ input: process.stdin })) {
  const sent = JSON.parse(line) as Sent | Look;
  if ('act' in sent) {
    say(await player.answer(sent));
    continue;
  }
  for await (const end of player.look(sent)) say({ end });
  say({ looked: true });
}
await player.close();
