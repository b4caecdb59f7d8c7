/** The draw of a county's sample, and its result in every case that took part. */
import { randomBytes } from 'node:crypto';
import { type CaseCommand, caseStream, type Registered, sampleStream } from '#casework';
import { handleCommand } from '#event-store';
import { type Actor, type CivilDate, type CommandContext, DomainError, uuidOf } from '#kernel';
import type { ForwardedRow } from '#reports';
import type { CaseReader } from './case-reader.js';
import type { SampleDraw } from './case-types.js';
import type { ServiceHost } from './service-host.js';

export class CaseDraws {
  constructor(private readonly host: ServiceHost, private readonly reader: CaseReader) {}

  /**
   * Everything that was forwarded in the county takes part: nobody chooses who. What a stopped program left undone is completed by drawing under the same number again.
   * @throws DomainError `NOTHING_TO_DRAW` `DRAW_RATE_LOW`
   */
  async draw({ county, drawNo, ratePpm }: Registered<'draw'>, on: CivilDate, actor: Actor): Promise<SampleDraw> {
    const known = await this.known(county, drawNo);
    if (known === undefined) {
      const { population, leastPpm } = await this.waiting(county);
      const rate = ratePpm ?? leastPpm;
      if (rate < leastPpm) throw new DomainError('DRAW_RATE_LOW', 'invalid', `At least ${leastPpm / 10_000} % are drawn; ${rate / 10_000} % were asked for. Leave the rate out, or raise it.`, { leastPpm, ratePpm: rate });
      const command = { type: 'DrawSample' as const, drawNo, on, seed: randomBytes(32).toString('hex'), ratePpm: rate, population };
      await handleCommand(this.host.store, sampleStream, county, { command, context: this.context(actor, county, `${drawNo}/${command.seed}`) });
    }
    const draw = await this.known(county, drawNo);
    if (draw === undefined) throw new Error('a draw that was recorded is known');
    for (const caseKey of draw.population) await this.tell(caseKey, draw, actor);
    return draw;
  }

  /** A case that was returned or ended meanwhile takes no part any more; the draw stands all the same. */
  private async tell(caseKey: string, { drawNo, seed, ratePpm, selected, on }: SampleDraw, actor: Actor): Promise<void> {
    const county = caseKey.slice(caseKey.lastIndexOf('@') + 1);
    const caseId = caseKey.slice(0, caseKey.lastIndexOf('@'));
    const read = await this.reader.case(caseKey);
    if (read?.state.status !== 'open') return;
    const command: CaseCommand = {
      type: 'RecordSample', sampled: { on: on as CivilDate, drawNo, seed, ratePpm, selected: selected.includes(caseKey) }, context: { caseId, by: actor.staffId, today: on as CivilDate },
    };
    try {
      await handleCommand(this.host.store, caseStream, caseKey, { command, context: { ...this.context(actor, county, `${drawNo}/${caseKey}`), jurisdiction: read.place, payloadDigest: `draw/${drawNo}` } });
    } catch (error) {
      if (!(error instanceof DomainError) || !['STEP_OUT_OF_ORDER', 'STEP_DONE', 'CASE_CLOSED', 'STEP_TOO_EARLY'].includes(error.code)) throw error;
    }
  }

  private async waiting(county: string): Promise<{ readonly population: readonly string[]; readonly leastPpm: number }> {
    await this.host.catchUp();
    return this.host.read(async (views) => {
      const population: string[] = [];
      let leastPpm = 0;
      for await (const page of views.scan<ForwardedRow>('forwarded', `${county}|`)) {
        for (const { key, row } of page) {
          if (row.samplePpm === undefined) continue;
          const caseKey = key.slice(county.length + 1);
          const state = (await this.reader.case(caseKey))?.state;
          // One that was decided by delegation was forwarded for nothing and waits no longer.
          if (state?.status !== 'open' || state.forwardedOn === undefined || state.sample !== undefined || state.decision !== undefined || state.ended !== undefined) continue;
          population.push(caseKey);
          leastPpm = Math.max(leastPpm, row.samplePpm);
        }
      }
      return { population, leastPpm };
    });
  }

  private async known(county: string, drawNo: string): Promise<SampleDraw | undefined> {
    return (await this.reader.read(sampleStream, county))?.state.draws[drawNo];
  }

  private context(actor: Actor, county: string, name: string): CommandContext {
    const commandId = uuidOf(`draw/${county}/${name}`);
    return { commandId, actor, jurisdiction: { code6: county }, now: this.host.now(), correlationId: commandId };
  }
}
