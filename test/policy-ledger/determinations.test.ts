/** Determinations in the ledger: recorded with everything they rest on, computed again from it, and held against what is known today. */
import type { DetermineRequest } from '#application';
import { canonicalJson, civilDateAt, type EventMetadata } from '#kernel';
import { type Determination, verifyTrace } from '#policy';
import { ACTOR, instant, Office, packFile, refusal, replaced, standard } from './support.js';

let office: Office;
beforeEach(async () => { office = await Office.open(); });
afterEach(() => office.close());

/** Two persons of Qingshanhu with 200 yuan. */
const household = (further: object = {}): DetermineRequest => ({
  facts: {
    division: '360111001008', on: '2019-03-05', assets: { compliant: true },
    members: [{ id: '甲', birthOn: '1980-01-01', income: { wagesFen: 20_000 } }, { id: '乙', birthOn: '1982-02-02', income: {} }],
    ...further,
  },
});
/** A worker of Xiamen: the share of the minimum wage that work costs decides the amount. */
const worker = (on: string): DetermineRequest => ({ facts: { division: '350203', on, assets: { compliant: true }, members: [{ id: '丙', birthOn: '1980-01-01', employed: true, income: { wagesFen: 100_000 } }] } });
const STANDARD_2019 = standard('dibao.std', '360111', '670', '2019-01-01', { basis: '洪府发〔2018〕1号' });
const XIAMEN = [standard('dibao.std', '350200', '800', '2018-01-01'), standard('wage.min', '350200', '1700', '2018-01-01')];
const amountOf = (determination: { readonly benefits: readonly { readonly benefit: string; readonly amountFen?: number }[] } | null, benefit = 'dibao') => determination?.benefits.find((result) => result.benefit === benefit)?.amountFen;
const record = (id: string, request: DetermineRequest, caseId?: string) => office.policy.recordDetermination(id, request, caseId, ACTOR);
const types = async () => (await office.events()).map(({ streamId, type }) => `${streamId} ${type}`);

describe('determining', () => {
  it('writes nothing, and goes by what is published', async () => {
    await expect(office.policy.determine(household())).rejects.toEqual(refusal('STANDARD_NOT_PUBLISHED'));
    await office.publish(STANDARD_2019);
    const determination = await office.policy.determine(household());
    expect([determination.category, amountOf(determination), determination.division, determination.on]).toEqual(['dibao', 67_000 * 2 - 20_000, '360111001008', '2019-03-05']);
    expect(determination.values).toContainEqual(expect.objectContaining({ from: 'local:360111/dibao.std@2019-01-01', value: '670', basis: '洪府发〔2018〕1号' }));
    expect(await types()).toEqual(['policy-360111 StandardPublished']);
  });
  it('takes place and day of the question before those of the facts, and needs both', async () => {
    await office.publish(STANDARD_2019);
    expect(await office.policy.determine({ ...household(), division: '360111', on: '2018-06-01' as never })).toMatchObject({ division: '360111', on: '2018-06-01' });
    await expect(office.policy.determine(household({ division: undefined }))).rejects.toEqual(refusal('FACT_MISSING'));
    await expect(office.policy.determine(household({ on: undefined }))).rejects.toMatchObject({ code: 'FACT_MISSING', details: { field: 'on' } });
    await expect(office.policy.determine(household({ on: '2019-02-30' }))).rejects.toEqual(refusal('DATE_INVALID'));
    await expect(office.policy.determine({ ...household(), division: '36' })).rejects.toEqual(refusal('DIVISION_INVALID'));
    await expect(office.policy.determine({ facts: { members: [] } })).rejects.toEqual(refusal('FACTS_INVALID'));
  });
  it('as known at an instant uses what had been published then, as it was', async () => {
    const nothing = await instant();
    await office.publish(STANDARD_2019);
    const first = await instant();
    await office.policy.correctStandard({ key: 'dibao.std', division: '360111', from: '2019-01-01', value: '700', reason: '更正', approver: '李' }, ACTOR);
    await expect(office.policy.determine({ ...household(), knownAt: nothing })).rejects.toEqual(refusal('STANDARD_NOT_PUBLISHED'));
    expect(amountOf(await office.policy.determine({ ...household(), knownAt: first }))).toBe(67_000 * 2 - 20_000);
    expect(amountOf(await office.policy.determine(household()))).toBe(70_000 * 2 - 20_000);
  });
  it('uses the city’s and the province’s values where the county published none', async () => {
    await office.publish(standard('dibao.std', '360100', '680', '2019-01-01'), standard('dibao.std', '360000', '900', '2019-01-01'));
    expect(amountOf(await office.policy.determine(household()))).toBe(68_000 * 2 - 20_000);
    await office.publish(STANDARD_2019);
    expect(amountOf(await office.policy.determine(household()))).toBe(67_000 * 2 - 20_000);
  });
});

describe('recording', () => {
  beforeEach(() => office.publish(STANDARD_2019));
  it('keeps packs with their content, facts, values and trace, and can be verified from the ledger alone', async () => {
    const { outcome, determinationId, determination } = await record('认2019-1', household(), 'C1');
    expect([outcome, determinationId]).toEqual(['recorded', '认2019-1']);
    expect(await types()).toEqual(['policy-360111 StandardPublished', 'pack-QS-2019 PackAdopted', 'pack-JX-2018 PackAdopted', 'pack-CN PackAdopted', 'determination-认2019-1@360111 DeterminationRecorded']);
    const events = await office.events();
    const { data, metadata } = events.at(-1) as (typeof events)[number];
    expect(data).toEqual({ determinationId: '认2019-1', caseId: 'C1', facts: household().facts, determination: JSON.parse(JSON.stringify(determination)) as unknown, read: { 'policy-360111': '0' } });
    expect(metadata as unknown as EventMetadata).toMatchObject({ occurredAt: '2019-03-05', jurisdiction: { code6: '360111', town9: '360111001', village12: '360111001008' }, actor: ACTOR });
    expect((metadata as unknown as EventMetadata).ruleIds).toEqual(expect.arrayContaining(['CN-R220-27', 'JX-2018-02-03']));
    expect(verifyTrace(data['determination'] as never)).toEqual([]);
    const adopted = events.filter(({ type }) => type === 'PackAdopted').map((event) => event.data);
    expect(determination.packs).toEqual(adopted.map(({ pack, version, sha256 }) => ({ pack, version, sha256 })));
    expect(adopted[0]).toMatchObject({ effectiveFrom: (adopted[0]?.['content'] as { validFrom: string }).validFrom });
  });
  it('the same again is answered with what was recorded, whatever was published since', async () => {
    const { determination } = await record('R1', household());
    await office.policy.correctStandard({ key: 'dibao.std', division: '360111', from: '2019-01-01', value: '700', reason: '更正', approver: '李' }, ACTOR);
    await office.restart();
    const before = (await office.events()).length;
    const again = await record(' R1 ', household());
    expect(again.outcome).toBe('alreadyRecorded');
    expect(JSON.stringify(again.determination)).toBe(JSON.stringify(determination));
    expect(await office.events()).toHaveLength(before);
  });
  it('never twice under one number with other content; in another county the number is another', async () => {
    await record('R1', household());
    const before = (await office.events()).length;
    await expect(record('R1', household({ assets: { compliant: false } }))).rejects.toEqual(refusal('DETERMINATION_EXISTS'));
    await expect(record('R1', household(), 'C1')).rejects.toEqual(refusal('DETERMINATION_EXISTS'));
    await expect(record('R1', { ...household(), on: '2019-03-06' as never })).rejects.toEqual(refusal('DETERMINATION_EXISTS'));
    expect(await office.events()).toHaveLength(before);
    await office.publish(...XIAMEN);
    await record('R1', worker('2018-06-01'));
    await expect(office.policy.determination('R1')).rejects.toEqual(refusal('DETERMINATION_AMBIGUOUS'));
    expect((await office.policy.determination('R1@360111')).recorded.division).toBe('360111001008');
  });
  it('records nothing where it is refused', async () => {
    await expect(record('R1', household({ on: '2020-03-05', division: '450103' }))).rejects.toEqual(refusal('STANDARD_NOT_PUBLISHED'));
    await expect(record('R1', household({ division: '110101' }))).rejects.toEqual(refusal('DIVISION_NOT_COVERED'));
    await expect(record('R@1', household())).rejects.toEqual(refusal('NUMBER_INVALID'));
    await expect(record('R1', household(), 'x'.repeat(81))).rejects.toEqual(refusal('NUMBER_INVALID'));
    await expect(record('', household())).rejects.toEqual(refusal('NUMBER_INVALID'));
    await expect(record('R1', { ...household(), knownAt: new Date().toISOString() })).rejects.toEqual(refusal('KNOWN_AT_NOT_RECORDED'));
    expect(await types()).toEqual(['policy-360111 StandardPublished']);
    await expect(office.policy.determination('R1')).rejects.toEqual(refusal('DETERMINATION_NOT_FOUND'));
  });
  it('many at once are recorded once each, with one adoption of each pack', async () => {
    const recorded = await Promise.all(Array.from({ length: 24 }, (_, n) => record(`R${n % 12}`, household())));
    expect(new Set(recorded.map(({ determination }) => JSON.stringify(determination))).size).toBe(1);
    const all = await types();
    expect(all.filter((type) => type.endsWith('DeterminationRecorded'))).toHaveLength(12);
    expect(all.filter((type) => type.endsWith('PackAdopted'))).toHaveLength(3);
  });
});

describe('computing again', () => {
  beforeEach(() => office.publish(STANDARD_2019));
  it('gives the very same, also after a restart and without read models', async () => {
    const { determination } = await record('R1', household());
    await office.restart(true);
    const replay = await office.policy.determination('R1');
    expect(replay).toMatchObject({ determinationId: 'R1', reproduced: true, rulesChanged: false, problems: [], refusal: null, differences: [] });
    expect(JSON.stringify(replay.recorded)).toBe(JSON.stringify(determination));
    expect(canonicalJson(replay.today as never)).toBe(canonicalJson(determination as never));
    expect(replay.recordedAt).toMatch(/^\d{4}-.*Z$/);
  });
  it('uses the value known then after a correction, and shows what it would be today', async () => {
    await record('R1', household());
    await office.policy.correctStandard({ key: 'dibao.std', division: '360111', from: '2019-01-01', value: '700', reason: '更正', approver: '李' }, ACTOR);
    const replay = await office.policy.determination('R1');
    expect([replay.reproduced, amountOf(replay.recorded), amountOf(replay.today)]).toEqual([true, 114_000, 120_000]);
    expect(replay.differences).toEqual([{ of: 'dibao', before: 'yes 1,140.00/month', after: 'yes 1,200.00/month' }]);
  });
  it('uses nothing that was published later for the same time', async () => {
    await record('R1', household());
    await office.publish(standard('dibao.std', '360111', '720', '2019-03-01'), standard('dibao.std', '360100', '730', '2019-03-02'));
    const replay = await office.policy.determination('R1');
    expect([replay.reproduced, replay.differences]).toEqual([true, [{ of: 'dibao', before: 'yes 1,140.00/month', after: 'yes 1,240.00/month' }]]);
  });
  it('says where other rule functions decided; what notes say is not compared, what was decided is', async () => {
    await record('R1', household());
    const [event] = (await office.events()).filter(({ type }) => type === 'DeterminationRecorded');
    const { determination, ...data } = event?.data as unknown as { determination: Determination };
    const copied = async (id: string, change: Partial<Determination>) => {
      const eventId = `00000000-0000-4000-8000-00000000000${id.slice(1)}`;
      await office.ledger.store.append(`determination-${id}@360111`, 'noStream', [{ eventId, type: 'DeterminationRecorded', data: { ...data, determinationId: id, determination: { ...determination, ...change } } as never, metadata: event?.metadata as never }]);
      await office.ledger.catchUp();
      const { reproduced, rulesChanged } = await office.policy.determination(id);
      return [reproduced, rulesChanged];
    };
    expect(await copied('R2', { rules: 'others', notes: [{ code: 'NO_LOCAL_INSTRUMENT', text: { zh: '另说', en: 'otherwise' } }] })).toEqual([true, true]);
    expect(await copied('R3', { category: 'none' })).toEqual([false, false]);
    expect(await copied('R4', { rules: undefined as never })).toEqual([true, true]);
  });
  it('shows that it is refused today, where the value no longer holds', async () => {
    await record('R1', household());
    await office.policy.correctStandard({ key: 'dibao.std', division: '360111', from: '2019-01-01', to: '2019-02-28', reason: '更正', approver: '李' }, ACTOR);
    const replay = await office.policy.determination('R1');
    expect([replay.reproduced, replay.today, replay.refusal?.code]).toEqual([true, null, 'STANDARD_NOT_PUBLISHED']);
    expect(replay.differences).toContainEqual({ of: 'dibao', before: 'yes 1,140.00/month', after: null });
  });
});

describe('packs', () => {
  const version2 = replaced(packFile('XM-2018'), ['version: 1', 'version: 2'], ['value: 0.30', 'value: 0.50']);
  beforeEach(() => office.publish(...XIAMEN));
  it('stand side by side: what was decided by version 1 is reproduced with it after version 2 was adopted', async () => {
    // 1,000 − 30 % of 1,700 = 490; 800 − 490 = 310. With 50 %: 800 − 150 = 650.
    const { determination } = await record('R1', worker('2018-06-01'));
    expect(amountOf(determination)).toBe(31_000);
    const adopted = await office.policy.adoptPack(version2, '2018-03-23' as never, ACTOR);
    expect(adopted).toMatchObject({ pack: 'XM-2018', version: 2, adopted: true, effectiveFrom: '2018-03-23' });
    const second = await record('R2', worker('2018-06-01'));
    expect([amountOf(second.determination), second.determination.packs[0]]).toEqual([65_000, { pack: 'XM-2018', version: 2, sha256: adopted.sha256 }]);
    for (const withoutViews of [false, true]) {
      await office.restart(withoutViews);
      const [first, later] = [await office.policy.determination('R1'), await office.policy.determination('R2')];
      expect([first.reproduced, first.recorded.packs[0]?.version, first.differences]).toEqual([true, 1, [{ of: 'dibao', before: 'yes 310.00/month', after: 'yes 650.00/month' }]]);
      expect([later.reproduced, later.differences]).toEqual([true, []]);
    }
  });
  it('hold from their day on, and as they were known', async () => {
    const before = await instant();
    await office.policy.adoptPack(version2, '2019-01-01' as never, ACTOR);
    expect([amountOf(await office.policy.determine(worker('2018-12-31'))), amountOf(await office.policy.determine(worker('2019-01-01')))]).toEqual([31_000, 65_000]);
    expect(amountOf(await office.policy.determine({ ...worker('2019-01-01'), knownAt: await instant() }))).toBe(65_000);
    await expect(office.policy.determine({ ...worker('2019-01-01'), knownAt: '2001-01-01T00:00:00Z' })).rejects.toEqual(refusal('STANDARD_NOT_PUBLISHED'));
    expect(amountOf(await office.policy.determine({ ...worker('2019-01-01'), knownAt: before }))).toBe(31_000);
  });
  it('that nobody adopted stay in force beside an adopted one, and recording with them displaces nothing', async () => {
    await office.policy.adoptPack(version2, '2019-01-01' as never, ACTOR);
    // A day before: the shipped version decides, and is adopted because it is used.
    await record('R1', worker('2018-12-31'));
    expect(amountOf(await office.policy.determine(worker('2019-01-01')))).toBe(65_000);
    expect((await office.policy.packs()).filter(({ pack }) => pack === 'XM-2018').map(({ version, effectiveFrom, adopted }) => [version, effectiveFrom, adopted])).toEqual([[1, '2018-03-23', true], [2, '2019-01-01', true]]);
  });
  it('are listed with what is shipped and what is adopted', async () => {
    const shipped = await office.policy.packs();
    expect(shipped.map(({ pack, version, adopted, effectiveFrom }) => [pack, version, adopted, effectiveFrom])).toEqual(['CN', 'GX-2019', 'JX-2018', 'KS-2020', 'QS-2019', 'XM-2018'].map((pack) => [pack, 1, false, null]));
    await office.policy.adoptPack(version2, undefined, ACTOR);
    expect((await office.policy.packs()).slice(5).map(({ version, adopted, name, title }) => [version, adopted, name.zh, title])).toEqual([[1, false, shipped[5]?.name.zh, shipped[5]?.title], [2, true, shipped[5]?.name.zh, shipped[5]?.title]]);
  });
  it('are adopted once, and a version never changes', async () => {
    await office.policy.adoptPack(version2, undefined, ACTOR);
    expect(await office.policy.adoptPack(`# a remark\n${version2}`, undefined, ACTOR)).toMatchObject({ version: 2, adopted: true });
    expect((await types()).filter((type) => type === 'pack-XM-2018 PackAdopted')).toHaveLength(1);
    await expect(office.policy.adoptPack(replaced(version2, ['value: 0.50', 'value: 0.60']), undefined, ACTOR)).rejects.toEqual(refusal('PACK_VERSION_CONFLICT'));
    await expect(office.policy.adoptPack(replaced(version2, ['pack: XM-2018', 'pack: XM-2021']), undefined, ACTOR)).rejects.toEqual(refusal('PACK_UNKNOWN'));
    await expect(office.policy.adoptPack(replaced(version2, ['area: both', 'area: both\ninherits: CN']), undefined, ACTOR)).rejects.toMatchObject({ code: 'PACK_INVALID', details: { field: 'inherits' } });
    await expect(office.policy.adoptPack('pack: [', undefined, ACTOR)).rejects.toEqual(refusal('PACK_INVALID'));
    expect((await types()).filter((type) => type === 'pack-XM-2018 PackAdopted')).toHaveLength(1);
  });
  it('are adopted from today where no day is given, and answered with what then holds', async () => {
    const today = civilDateAt(new Date().toISOString());
    const adopted = await office.policy.adoptPack(version2, undefined, ACTOR);
    expect(adopted).toMatchObject({ version: 2, effectiveFrom: today });
    expect(amountOf(await office.policy.determine(worker('2018-06-01')))).toBe(31_000);
    expect(await office.policy.adoptPack(version2, '2099-01-01' as never, ACTOR)).toEqual(adopted);
    expect((await types()).filter((type) => type === 'pack-XM-2018 PackAdopted')).toHaveLength(1);
  });
  it('can be taken up again after a later version, as often as one wants', async () => {
    const version1 = packFile('XM-2018');
    const from = '2018-03-23' as never;
    for (const [yaml, version, amount] of [[version1, 1, 31_000], [version2, 2, 65_000], [version1, 1, 31_000], [version2, 2, 65_000], [version1, 1, 31_000]] as const) {
      for (const _again of [1, 2]) expect(await office.policy.adoptPack(yaml, from, ACTOR)).toMatchObject({ version, effectiveFrom: '2018-03-23' });
      expect(amountOf(await office.policy.determine(worker('2018-06-01')))).toBe(amount);
    }
    expect((await types()).filter((type) => type === 'pack-XM-2018 PackAdopted')).toHaveLength(5);
  });
  it('keep place, area, inheritance and keys of the shipped one, and its version its content', async () => {
    const refusedAt = (field: string) => expect.objectContaining({ code: 'PACK_INVALID', details: { field } }) as Error;
    const adopt = (...pairs: readonly (readonly [string, string])[]) => office.policy.adoptPack(replaced(version2, ...pairs), undefined, ACTOR);
    await expect(adopt(['code: 350200', 'code: 350000'])).rejects.toEqual(refusedAt('jurisdiction.code'));
    await expect(adopt(['area: both', 'area: urban'])).rejects.toEqual(refusedAt('area'));
    await expect(office.policy.adoptPack(version2.replaceAll('key: empcost.share', 'key: empcost.shares'), undefined, ACTOR)).rejects.toMatchObject({ code: 'PACK_INVALID', details: { field: 'parameters' }, message: expect.stringContaining('empcost.share,') as string });
    await expect(adopt(['version: 2', 'version: 1'])).rejects.toEqual(refusal('PACK_VERSION_CONFLICT'));
    expect((await types()).filter((type) => type.endsWith('PackAdopted'))).toEqual([]);
  });
  it('explain their rules, those of the adopted version', async () => {
    expect(await office.policy.explain('XM-2018-02-02')).toMatchObject({
      id: 'XM-2018-02-02', pack: { pack: 'XM-2018', version: 1 }, source: { file: 'xiamen-2018.txt' }, carriedBy: null,
      functions: expect.arrayContaining([expect.objectContaining({ name: 'employmentCost' })]) as unknown, figures: expect.arrayContaining([expect.objectContaining({ key: 'empcost.share', value: '0.30' })]) as unknown,
    });
    await office.policy.adoptPack(version2, undefined, ACTOR);
    expect((await office.policy.explain('XM-2018-02-02')).figures).toContainEqual(expect.objectContaining({ value: '0.50' }));
    await expect(office.policy.explain('XM-2018-99')).rejects.toEqual(refusal('RULE_NOT_FOUND'));
    const rules = await office.policy.rules();
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    for (const { id } of rules) {
      const { functions, carriedBy } = await office.policy.explain(id);
      expect([id, functions.length > 0 || carriedBy !== null]).toEqual([id, true]);
    }
  });
});
