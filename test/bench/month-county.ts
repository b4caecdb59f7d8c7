/** A programme's payees for the benchmark of a month: one person, one household with an account, one case each. All invented. */
import type { Ledger } from '#application';
import { caseStream, householdStream, personStream } from '#casework';
import { handleCommands } from '#event-store';
import { type CommandContext, fen, parseCivilDate as d, parseCivilMonth as m, uuidOf } from '#kernel';
import { citizenNumber, COUNTY } from './month-people.js';

/** Payees written at the same time: they share commits. */
const AT_ONCE = 64;
const TOWNS = 12;
const NOW = '2020-01-02T00:00:00.000Z';

export const EACH_FEN = 50_000;
export const LIST = 'dibao-2019-02';

export async function fillCounty({ store }: Ledger, payees: number): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < payees) {
      const n = (next += 1);
      await payee(n);
      if (n % 10_000 === 0) process.stderr.write(`\r${n} payees`);
    }
  };
  const payee = async (n: number): Promise<void> => {
    const caseId = `C${String(n).padStart(7, '0')}`;
    const town = `${COUNTY}${String(1 + (n % TOWNS)).padStart(3, '0')}`;
    const context = (name: string): CommandContext => ({ commandId: uuidOf(`bench/${name}/${n}`), actor: { staffId: 'bench' }, jurisdiction: { code6: COUNTY, town9: town }, now: NOW, correlationId: uuidOf(`bench/${n}`) });
    const [personId, householdId] = [`P${n}`, `H${n}`];
    await handleCommands(store, personStream, `${personId}@${COUNTY}`, [{ command: { type: 'RegisterPerson', personId, idNo: citizenNumber(n), name: '示例', attestedOn: d('2018-12-01') }, context: context('person') }]);
    await handleCommands(store, householdStream, `${householdId}@${COUNTY}`, [{ command: { type: 'ComposeHousehold', householdId, headId: personId, town, payee: { accountNo: `621700${String(n).padStart(13, '0')}` }, attestedOn: d('2018-12-01') }, context: context('household') }]);
    await handleCommands(store, caseStream, `${caseId}@${COUNTY}`, [
      { command: { type: 'RecordApplication', caseId, benefit: 'dibao', householdId, submittedOn: d('2019-01-02') }, context: context('application') },
      { command: { type: 'RecordEntitlementChange', caseId, kind: 'grant', fromYm: m('2019-02'), decidedOn: d('2019-01-22'), monthlyFen: fen(EACH_FEN), persons: 1, pack: 'GX-2019' }, context: context('grant') },
    ]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  process.stderr.write('\n');
}
