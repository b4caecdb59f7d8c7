/** The papers of a step: those the ledger holds, as what they were handed in, with what the device wrote; and what the photos of notices give reason to look at. */
import type { EventMetadata } from '#kernel';
import { jpeg } from '../../libs/papers/src/testing/pictures.js';
import { LiveCounty, photo } from '../support/live-county.js';
import { ready } from '../support/ready-case.js';

let county: LiveCounty;
beforeAll(async () => {
  county = await LiveCounty.open('360111003001');
  await county.household('H01', ['1979-04-02']);
  await county.take('C1', 'townOperator', 'submit', { on: '2021-09-01', benefit: 'dibao', householdId: 'H01', applicantId: 'H01-1', channel: 'window', materials: ['申请书'], promise: true });
});
afterAll(() => county.close());

async function* chunks(content: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield content;
}
const handIn = async (content: Buffer, kind: string, division = '360111003', statedCapturedAt?: string) =>
  (await county.ledger.papers.add(chunks(content), { kind, statedCapturedAt }, { staffId: 'townOperator' }, division)).evidence;
const inform = (text: string, ...evidence: readonly object[]) => ({ on: '2021-09-01', channel: text, evidence });
const refused = (body: object): Promise<string> => county.refused('C1', 'townOperator', 'informPolicy', body);
/** The evidence of the last event of the case. */
async function recorded(): Promise<unknown> {
  const [last] = await (async () => { const slice = await county.ledger.store.readStream('case-C1@360111', { direction: 'backward', limit: 1 }); return slice.status === 'missing' ? [] : slice.events; })();
  return (last?.metadata as unknown as EventMetadata).evidence;
}

describe('a step names papers', () => {
  const TAKEN = { make: 'HUAWEI', model: 'P30', takenAt: '2021:09:01 09:30:15', offset: '+08:00', latitude: [[28, 40, 55.56], 'N'], longitude: [[115, 57, 29.88], 'E'] } as const;
  const FULL = { capturedAt: '2021-09-01T09:30:15+08:00', gps: '28.682100,115.958300', deviceId: 'HUAWEI P30' };

  it('by hash and kind; time, place and device are those the device wrote', async () => {
    const { sha256 } = await handIn(jpeg(TAKEN, '1'), 'visitPhoto');
    await county.take('C1', 'townOperator', 'informPolicy', inform('一', { sha256, kind: 'visitPhoto' }));
    expect(await recorded()).toEqual([{ sha256, kind: 'visitPhoto', ...FULL }]);
  });
  it('which may be stated as they are, the time also as the same instant', async () => {
    const { sha256 } = await handIn(jpeg(TAKEN, '2'), 'visitPhoto');
    await county.take('C1', 'townOperator', 'informPolicy', inform('二', { sha256, kind: 'visitPhoto', ...FULL, capturedAt: '2021-09-01T01:30:15Z' }));
    expect(await recorded()).toEqual([{ sha256, kind: 'visitPhoto', ...FULL }]);
  });
  it.each([[{ capturedAt: '2021-09-01T09:30:16+08:00' }], [{ capturedAt: '2021-09-01T09:30:15Z' }], [{ gps: '28.682100,115.958301' }], [{ deviceId: 'HUAWEI P40' }]])('and not otherwise: %j', async (said) => {
    const { sha256 } = await handIn(jpeg(TAKEN, '2'), 'visitPhoto');
    expect(await refused(inform('三', { sha256, kind: 'visitPhoto', ...said }))).toBe('EVIDENCE_DIFFERS');
  });
  it('a time somebody stated when it was handed in is not the device\'s', async () => {
    const { sha256 } = await handIn(jpeg(undefined, '4'), 'visitPhoto', '360111003', '2021-09-01T09:30:00+08:00');
    expect(await refused(inform('四', { sha256, kind: 'visitPhoto', capturedAt: '2021-09-01T09:30:00+08:00' }))).toBe('EVIDENCE_DIFFERS');
    await county.take('C1', 'townOperator', 'informPolicy', inform('四', { sha256, kind: 'visitPhoto' }));
    expect(await recorded()).toEqual([{ sha256, kind: 'visitPhoto' }]);
  });
  it('a clock without an offset is no instant: only what it showed is the same', async () => {
    const { sha256 } = await handIn(jpeg({ ...TAKEN, offset: undefined } as never, '5'), 'visitPhoto');
    expect(await refused(inform('五', { sha256, kind: 'visitPhoto', capturedAt: '2021-09-01T09:30:15+08:00' }))).toBe('EVIDENCE_DIFFERS');
    await county.take('C1', 'townOperator', 'informPolicy', inform('五', { sha256, kind: 'visitPhoto', capturedAt: '2021-09-01T09:30:15' }));
  });
  it('that nobody handed in, or only another county did, are none', async () => {
    expect(await refused(inform('六', { sha256: '0'.repeat(64), kind: 'visitPhoto' }))).toBe('PAPER_UNKNOWN');
    const { sha256 } = await handIn(jpeg(TAKEN, '6'), 'visitPhoto', '320583100');
    expect(await refused(inform('六', { sha256, kind: 'visitPhoto' }))).toBe('PAPER_UNKNOWN');
    // One of several is enough for a refusal, and nothing is recorded.
    const good = await handIn(jpeg(TAKEN, '1'), 'visitPhoto');
    expect(await refused(inform('六', good, { sha256, kind: 'visitPhoto' }))).toBe('PAPER_UNKNOWN');
    // The city's agency hands in for all its counties.
    await handIn(jpeg(TAKEN, '6'), 'visitPhoto', '360100');
    expect(await refused(inform('六', { sha256, kind: 'visitPhoto' }))).toBe('accepted');
  });
  it('as what they were handed in', async () => {
    const { sha256 } = await handIn(jpeg(TAKEN, '7'), 'visitPhoto');
    expect(await refused(inform('七', { sha256, kind: 'noticeStartPhoto' }))).toBe('PAPER_KIND_DIFFERS');
    await handIn(jpeg(TAKEN, '7'), 'noticeStartPhoto');
    expect(await refused(inform('七', { sha256, kind: 'noticeStartPhoto' }))).toBe('accepted');
  });
  it('sent again with or without what the device wrote is the same step', async () => {
    const { sha256 } = await handIn(jpeg(TAKEN, '8'), 'visitPhoto');
    expect(await county.take('C1', 'townOperator', 'informPolicy', inform('八', { sha256, kind: 'visitPhoto' }))).toMatchObject({ outcome: 'recorded' });
    expect(await county.take('C1', 'townOperator', 'informPolicy', inform('八', { sha256, kind: 'visitPhoto', ...FULL }))).toMatchObject({ outcome: 'alreadyRecorded' });
  });
});

describe('photos of notices in the procedure report', () => {
  const rows = async (division?: string) =>
    (await county.ledger.procedure(division, undefined)).rows.filter(({ code }) => code.startsWith('PHOTO_')).map(({ caseId, division: town, code, step }) => `${caseId} ${town} ${code} ${step}`);
  /** A case whose opinion is given on 7 September 2021, and its notice of the 8th to the 15th. */
  async function posted(householdId: string, start: object, end: object, community = county.community): Promise<void> {
    const caseId = `C${householdId}`;
    const personIds = await county.household(householdId, ['1951-05-05'], community);
    await ready(county.ledger, { caseKey: `${caseId}@360111`, community, householdId, benefit: 'dibao', personIds }, 'issueOpinion');
    const by = (role: 'communityWorker' | 'townOperator') => county.staff(role, role, community);
    await county.take(caseId, by('communityWorker'), 'postNotice', { on: '2021-09-08', place: '社区公示栏', fields: ['name'], evidence: [start] });
    await county.take(caseId, by('townOperator'), 'closeNotice', { on: '2021-09-15', evidence: [end] });
  }
  const [start, end] = [(text: string, at = '2021-09-08T09:00:00+08:00') => photo('noticeStartPhoto', text, at), (text: string, at = '2021-09-15T09:00:00+08:00') => photo('noticeEndPhoto', text, at)];

  it('name those used again, taken while the notice did not hang, or of unknown time', async () => {
    const neighbour = '360111004002';
    await posted('H11', start('11'), end('11 end'));
    await posted('H12', start('12', '2021-09-07T23:59:59+08:00'), end('12 end', '2021-09-16T00:00:00+08:00'));
    // The board of one town, shown again by another.
    await posted('H13', start('11'), end('13 end'), neighbour);
    const { sha256 } = await handIn(jpeg(undefined, '14'), 'noticeEndPhoto', '360111003', '2021-09-15T09:00:00+08:00');
    await posted('H14', start('14'), { sha256, kind: 'noticeEndPhoto' });
    await posted('H15', start('15'), end('15 end'));
    const all = [
      'CH11 360111003 PHOTO_REUSED noticePosted', 'CH12 360111003 PHOTO_OUTSIDE_WINDOW noticeClosed', 'CH12 360111003 PHOTO_OUTSIDE_WINDOW noticePosted',
      'CH13 360111004 PHOTO_REUSED noticePosted', 'CH14 360111003 PHOTO_TIME_UNKNOWN noticeClosed',
    ];
    expect(await rows()).toEqual(all);
    expect(await rows('360111')).toEqual(all);
    expect(await rows('360111004')).toEqual(all.filter((row) => row.startsWith('CH13')));
    expect((await county.ledger.procedure(undefined, 2020)).rows).toEqual([]);
  });
  it('as it was known', async () => {
    expect((await county.ledger.procedure(undefined, undefined, new Date().toISOString())).rows.filter(({ code }) => code.startsWith('PHOTO_'))).toHaveLength(5);
    expect((await county.ledger.procedure(undefined, undefined, '2020-01-01T00:00:00.000Z')).rows).toEqual([]);
  });
});
