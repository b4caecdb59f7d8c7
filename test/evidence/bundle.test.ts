/** Evidence bundles: what is in them, whose data they open, and that nothing about them can be changed unseen. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type InquiryScope } from '#accountability';
import { type EvidenceRequest, Ledger, signedCheckpoint, verifyEvidence } from '#application';
import { type BundledKeys, type BundleVerification, type Manifest, openedWith, storedIn } from '#bundle';
import type { RecordedEvent } from '#event-store';
import { verifierOf } from '#evidence';
import { WitnessOffice } from '../../libs/evidence/src/testing/witness-office.js';
import { everyEvent } from '../personal-data/vaults.js';
import { person, refusal } from '../support/money-office.js';
import { filesOf, jsonIn, packed, save } from './unpacked.js';

const WORKBOOK = join('test', 'acceptance', 'qingshanhu-2019-small.xlsx');
const INSPECTOR = person('inspector', 'J-1');
/** A 低保 case of two persons, paid all year; another household's. */
const [CASE, OTHER_CASE] = ['QS2016DB00002', 'QS2017DB00003'];
const COUNTY = '360111';

let root: string;
let ledger: Ledger;
let key: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'taizhang-bundle-'));
  ledger = await Ledger.open({ dataDir: join(root, 'data'), mode: 'readWrite', retentionYears: 1 });
  await ledger.importWorkbook(WORKBOOK, { staffId: 'test' });
  await ledger.log.catchUp();
  key = (await signedCheckpoint(ledger.config)).vkey;
}, 60_000);
afterAll(async () => {
  await ledger.close();
  rmSync(root, { recursive: true });
});

let made = 0;
async function exported(request: Partial<EvidenceRequest> & { readonly about: string }, by = INSPECTOR): Promise<string> {
  const file = join(root, `${made += 1}.zip`);
  const { content } = await ledger.evidence.export({ scope: 'case', organ: '区纪委监委', docNo: '调〔2026〕3号', ...request }, by);
  await save(content, file);
  return file;
}
const verified = (file: string): Promise<BundleVerification> => verifyEvidence({ file, key });
const whatIsFound = async (file: string): Promise<readonly string[]> => (await verified(file)).findings.map(({ kind, path }) => (path === undefined ? kind : `${kind} ${path}`));

describe('a case', () => {
  let file: string;
  let files: Map<string, Buffer>;
  let manifest: Manifest;
  let stored: readonly RecordedEvent[];
  beforeAll(async () => {
    file = await exported({ about: CASE });
    files = await filesOf(file);
    manifest = jsonIn(files, 'manifest.json') as Manifest;
    stored = await everyEvent(ledger.store.stored);
  });
  const indexesOf = (is: (event: RecordedEvent) => boolean): readonly number[] => stored.flatMap((event, index) => (is(event) ? [index] : []));

  it('verifies with the key of the log and nothing else; with another key it does not', async () => {
    const { ok, findings, entries, report, checkpoint, closed } = await verified(file);
    expect([ok, findings, report, closed]).toEqual([true, [], 'same', 0]);
    expect([entries, checkpoint?.size]).toEqual([manifest.entries.length, stored.length]);
    expect((await verifyEvidence({ file, key: await otherLogKey() })).findings.map(({ kind, code }) => [kind, code])).toContainEqual(['checkpoint', 'NOTE_UNVERIFIED']);
    expect(await refusal(verifyEvidence({ file }))).toBe('TRUST_MISSING');
  });

  it('holds every event of the case, its household, its persons and its payments, and nothing of others', () => {
    const household = stored.find(({ streamId, type }) => streamId === `case-${CASE}@${COUNTY}` && type === 'ApplicationSubmitted')?.data['householdId'] as string;
    const members = stored.filter(({ type, data }) => type === 'HouseholdMemberChanged' && data['householdId'] === household).map(({ data }) => data['personId'] as string);
    expect(members.length).toBe(2);
    const streams = new Set([`case-${CASE}@${COUNTY}`, `household-${household}@${COUNTY}`, ...members.map((id) => `person-${id}@${COUNTY}`)]);
    const own = indexesOf(({ streamId, data }) => streams.has(streamId) || data['caseId'] === CASE);
    const looks = indexesOf(({ type }) => type === 'ArchiveAccessed');
    // Nobody but this export looked at the case.
    expect(looks.length).toBe(1);
    expect(manifest.entries.map(({ index }) => index)).toEqual([...own, ...looks]);
    expect(manifest.persons).toEqual(members.map((id) => `${id}@${COUNTY}`).sort());
    expect(manifest.streams.filter(({ whole }) => whole).map(({ streamId }) => streamId).filter((id) => !id.startsWith('viewing-')).sort()).toEqual([...streams].sort());
  });

  it('opens what it says of its persons, and with its keys no other event of the ledger opens', () => {
    const keys = jsonIn(files, 'keys.json') as BundledKeys;
    const said = manifest.entries.map(({ index }) => openedWith(index, storedIn(files.get(`entries/${String(index).padStart(10, '0')}.json`) as Buffer, undefined), manifest.ledgerId, keys[String(index)] ?? []));
    expect(said.filter(({ type }) => type === 'PersonRegistered').map(({ data }) => data['name'])).toEqual(['魏明春', '魏琪春']);
    const given = [...new Set(Object.values(keys).flat().filter((one): one is string => one !== null))];
    const own = new Set(manifest.entries.map(({ index }) => index));
    let tried = 0;
    for (const [index, event] of stored.entries()) {
      const boxes = (event.data['$sealed'] as readonly unknown[] | undefined)?.length ?? 0;
      if (own.has(index) || boxes === 0 || index % 29 !== 0) continue;
      for (const one of given) {
        tried += 1;
        expect(() => openedWith(index, { ...event }, manifest.ledgerId, [one, ...Array.from({ length: boxes - 1 }, () => null)])).toThrow(expect.objectContaining({ code: 'SEAL_BROKEN' }) as Error);
      }
    }
    expect(tried).toBeGreaterThan(1_000);
  });

  it('says in its report what an inspector asks', () => {
    const report = (files.get('report.html') as Buffer).toString('utf8');
    for (const text of ['区纪委监委', '调〔2026〕3号', '魏明春', CASE, manifest.origin]) expect(report).toContain(text);
    expect(report).not.toMatch(/<script|https?:\/\//);
  });

  it('is the same file from the same content, wherever and whenever it is written', async () => {
    const again = join(root, 'again.zip');
    await packed(new Map([...files].reverse()), again);
    expect(readFileSync(again).equals(readFileSync(file))).toBe(true);
  });

  it('is recorded: who asked, under which document, and the hash of what was handed out', () => {
    const [opened, pack] = stored.filter(({ streamId }) => streamId === `inquiry-${manifest.inquiry.inquiryId}@${COUNTY}`);
    expect([opened?.type, opened?.data]).toEqual(['InquiryOpened', expect.objectContaining({ scope: 'case', about: `${CASE}@${COUNTY}`, organ: '区纪委监委', docNo: '调〔2026〕3号', openedBy: 'J-1' })]);
    expect([pack?.type, pack?.data['manifestSha256']]).toEqual(['EvidencePackExported', createHash('sha256').update(files.get('manifest.json') as Buffer).digest('hex')]);
  });

  /** Whoever has the bundle and the program can write whatever they like; each of these is a bundle as the program writes it. */
  const forged: readonly (readonly [string, readonly string[], (files: Map<string, Buffer>) => void])[] = [
    ['an amount in the report', ['file report.html', 'report report.html'], (all) => void all.set('report.html', Buffer.from((all.get('report.html') as Buffer).toString('utf8').replace('魏明春', '魏明夏')))],
    ['an entry left out', ['file entries/', 'file proofs/'], (all) => { const { index } = manifest.entries[3] as Manifest['entries'][number]; all.delete(`entries/${pad(index)}.json`); all.delete(`proofs/${pad(index)}.tlog-proof`); }],
    ['an entry left out of the manifest too', ['export manifest.json', 'stream'], (all) => leaveOut(all)],
    ['the keys of two entries exchanged', ['file keys.json'], (all) => exchangeKeys(all)],
    ['a file put in', ['file extra.html'], (all) => void all.set('extra.html', Buffer.from('x'))],
    ['two proofs exchanged', ['proof proofs/'], (all) => exchange(all, `proofs/${pad(at(0))}.tlog-proof`, `proofs/${pad(at(1))}.tlog-proof`)],
    ['two entries exchanged', ['file entries/', 'proof proofs/'], (all) => exchange(all, `entries/${pad(at(0))}.json`, `entries/${pad(at(1))}.json`)],
    ['the checkpoint of another size', ['checkpoint checkpoint'], (all) => void all.set('checkpoint', Buffer.from((all.get('checkpoint') as Buffer).toString('utf8').replace(/\n\d+\n/, '\n9999\n')))],
    ['no manifest', ['file manifest.json'], (all) => void all.delete('manifest.json')],
    ['a manifest that is none', ['manifest manifest.json'], (all) => void all.set('manifest.json', Buffer.from('{"format":"taizhang-evidence-bundle-1"}'))],
  ];
  const pad = (index: number): string => String(index).padStart(10, '0');
  const at = (n: number): number => (manifest.entries[n] as Manifest['entries'][number]).index;
  const exchange = (all: Map<string, Buffer>, a: string, b: string): void => {
    const first = all.get(a) as Buffer;
    all.set(a, all.get(b) as Buffer);
    all.set(b, first);
  };
  function exchangeKeys(all: Map<string, Buffer>): void {
    const keys = jsonIn(all, 'keys.json') as Record<string, unknown>;
    [keys[String(at(0))], keys[String(at(1))]] = [keys[String(at(1))], keys[String(at(0))]];
    all.set('keys.json', Buffer.from(JSON.stringify(keys)));
  }
  function leaveOut(all: Map<string, Buffer>): void {
    const index = at(3);
    for (const path of [`entries/${pad(index)}.json`, `proofs/${pad(index)}.tlog-proof`]) all.delete(path);
    const forgedManifest = { ...manifest, entries: manifest.entries.filter((entry) => entry.index !== index), files: manifest.files.filter(({ path }) => !path.includes(pad(index))) };
    all.set('manifest.json', Buffer.from(`${JSON.stringify(forgedManifest, null, 1)}\n`));
  }

  it.each(forged)('is refused with %s, which is named', async (_what, expected, forge) => {
    const all = new Map(files);
    forge(all);
    const other = join(root, 'forged.zip');
    await packed(all, other);
    const found = await whatIsFound(other);
    expect(expected.map((prefix) => [prefix, found.some((text) => text.startsWith(prefix))])).toEqual(expected.map((prefix) => [prefix, true]));
  });

  it('is refused where anything was written between, behind or instead of its files', async () => {
    const bytes = readFileSync(file);
    const written = async (content: Buffer): Promise<readonly string[]> => {
      const other = join(root, 'written.zip');
      writeFileSync(other, content);
      return whatIsFound(other);
    };
    expect(await written(Buffer.concat([bytes, Buffer.from('x')]))).not.toEqual([]);
    expect(await written(bytes.subarray(0, -1))).not.toEqual([]);
    expect(await written(Buffer.alloc(0))).toEqual(['archive']);
    expect(await written(Buffer.from('no zip'))).toEqual(['archive']);
    // The day of a file, in its own header and in the directory: nobody's content, and still not what was handed out.
    const dated = Buffer.from(bytes);
    dated[12] = (dated[12] as number) ^ 1;
    expect(await written(dated)).toEqual(['archive']);
  });
});

async function otherLogKey(): Promise<string> {
  const other = await Ledger.open({ dataDir: join(root, 'other-data'), mode: 'readWrite' });
  await other.importWorkbook(WORKBOOK, { staffId: 'test' });
  await other.log.catchUp();
  const { vkey } = await signedCheckpoint(other.config);
  await other.close();
  return vkey;
}

test('from an earlier visit: continues its checkpoint; of a checkpoint it was not made with it proves nothing', async () => {
  const since = (await signedCheckpoint(ledger.config)).note;
  await ledger.evidence.export({ scope: 'case', about: OTHER_CASE, organ: '甲', docNo: '1' }, INSPECTOR).then(({ content }) => content.destroy());
  const later = (await signedCheckpoint(ledger.config)).note;
  const file = await exported({ about: CASE, since });
  expect(await verifyEvidence({ file, key, earlier: since })).toMatchObject({ ok: true, continues: Number(since.split('\n')[1]) });
  expect(await verified(file)).toMatchObject({ ok: true, continues: Number(since.split('\n')[1]) });
  expect((await verifyEvidence({ file, key, earlier: later })).findings.map(({ kind }) => kind)).toEqual(['consistency']);
  const before = (await everyEvent(ledger.store.stored)).length;
  expect(await refusal(exported({ about: CASE, since: 'no note' }))).toBe('NOTE_MALFORMED');
  expect((await everyEvent(ledger.store.stored)).length).toBe(before);
});

test('a person: their own data are opened, those of the others in the household are not', async () => {
  const people = (await everyEvent(ledger.store)).filter(({ type, data }) => type === 'PersonRegistered' && ['魏明春', '魏琪春'].includes(data['name'] as string));
  const [first, second] = people.map(({ data }) => data as { personId: string; name: string; idNo: string });
  const file = await exported({ scope: 'person', about: first?.personId as string });
  const report = (await filesOf(file)).get('report.html')?.toString('utf8') ?? '';
  expect((await verified(file)).ok).toBe(true);
  expect([report.includes(first?.name as string), report.includes(second?.name as string), report.includes(second?.idNo as string)]).toEqual([true, false, false]);
  expect((await verified(file)).closed).toBeGreaterThan(0);
});

test('a finding whose case has another one that counts: each of its events is there once', async () => {
  const file = await exported({ scope: 'finding', about: 'YD2019-0003' });
  expect(await verified(file)).toMatchObject({ ok: true, findings: [], report: 'same' });
  const { streams, entries } = jsonIn(await filesOf(file), 'manifest.json') as Manifest;
  expect(streams.find(({ streamId }) => streamId === `finding-YD2019-0010@${COUNTY}`)?.whole).toBe(true);
  expect(new Set(entries.map(({ index }) => index)).size).toBe(entries.length);
});

test('a pay list: every item of it; a task: what was ordered and reported', async () => {
  const stored = await everyEvent(ledger.store.stored);
  const lengths = new Map<string, number>();
  for (const { streamId } of stored) if (streamId.startsWith('payList-')) lengths.set(streamId, (lengths.get(streamId) ?? 0) + 1);
  const [[list, ofList] = ['', 0]] = [...lengths].sort(([, a], [, b]) => b - a);
  expect(ofList).toBeGreaterThan(10);
  const listFile = await exported({ scope: 'payList', about: list.slice('payList-'.length) });
  expect(await verified(listFile)).toMatchObject({ ok: true, findings: [], closed: 0, report: 'same' });
  const { entries } = jsonIn(await filesOf(listFile), 'manifest.json') as Manifest;
  expect(entries.filter(({ streamId }) => streamId === list).length).toBe(ofList);

  await ledger.tasks.seed('QS-2019', undefined, { staffId: 'test' });
  const taskFile = await exported({ scope: 'task', about: '7' });
  expect(await verified(taskFile)).toMatchObject({ ok: true, findings: [], entries: 1 });
  expect((await filesOf(taskFile)).get('report.html')?.toString('utf8')).toContain('任务 7@360111');
});

test.each<readonly [InquiryScope, string]>([['payList', 'dibao-2019-06'], ['case', 'QS9999DB00001'], ['person', '9999999'], ['task', '999'], ['finding', 'YD-0']])('a %s that is not there: told so, and nothing is recorded', async (scope, about) => {
  const before = (await everyEvent(ledger.store.stored)).length;
  expect(await refusal(exported({ scope, about }))).toBe('EVIDENCE_UNKNOWN');
  expect((await everyEvent(ledger.store.stored)).length).toBe(before);
});

test('refused: by role, of elsewhere as if it were not there, without an organ or a document', async () => {
  expect(await refusal(exported({ about: CASE }, person('countyOperator', 'x')))).toBe('ROLE_FORBIDDEN');
  expect(await refusal(exported({ about: CASE }, person('inspector', 'town', '360111004')))).toBe('EVIDENCE_UNKNOWN');
  const last = (await everyEvent(ledger.store)).at(-1);
  expect([last?.type, last?.data]).toEqual(['ArchiveAccessed', expect.objectContaining({ scope: 'evidence', outcome: 'refused', about: `${CASE}@${COUNTY}`, from: '360111004' })]);
  expect(await refusal(exported({ about: CASE, organ: ' ' }))).toBe('ORGAN_INVALID');
  expect(await refusal(exported({ about: CASE, docNo: 'a\nb' }))).toBe('DOCUMENT_NUMBER_INVALID');
});

test('witnesses: a bundle counts under a policy only with their cosignatures, and is not made without', async () => {
  const dataDir = join(root, 'witnessed');
  const policyFile = join(root, 'policy');
  let witnessed = await Ledger.open({ dataDir, mode: 'readWrite' });
  await witnessed.importWorkbook(WORKBOOK, { staffId: 'test' });
  await witnessed.log.catchUp();
  const { vkey } = await signedCheckpoint(witnessed.config);
  await witnessed.close();
  const [finance, inspection] = await Promise.all(['finance', 'inspection'].map((name) => WitnessOffice.found(join(root, 'offices'), name, verifierOf(vkey))));
  if (finance === undefined || inspection === undefined) throw new Error('two offices');
  writeFileSync(policyFile, `log ${vkey}\n${finance.line}${inspection.line}group both all finance inspection\nquorum both\n`);
  try {
    witnessed = await Ledger.open({ dataDir, mode: 'readWrite', witnessPolicy: policyFile });
    const file = join(root, 'witnessed.zip');
    await save((await witnessed.evidence.export({ scope: 'case', about: CASE, organ: '甲', docNo: '1' }, INSPECTOR)).content, file);
    const verification = await verifyEvidence({ file, policy: policyFile });
    expect([verification.ok, verification.cosigned.map(({ witness }) => witness)]).toEqual([true, ['finance', 'inspection']]);
    // Without them it is the log's own word.
    const bare = await filesOf(file);
    const alone = (text: string): string => text.split('\n').filter((line) => !line.startsWith('— finance') && !line.startsWith('— inspection')).join('\n');
    for (const path of bare.keys()) if (path === 'checkpoint' || path.endsWith('.tlog-proof')) bare.set(path, Buffer.from(alone((bare.get(path) as Buffer).toString('utf8'))));
    const stripped = join(root, 'stripped.zip');
    await packed(bare, stripped);
    expect((await verifyEvidence({ file: stripped, policy: policyFile })).findings.map(({ code }) => code)).toContain('WITNESS_QUORUM_MISSING');
    expect((await verifyEvidence({ file: stripped, key: vkey })).ok).toBe(true);
  } finally {
    await witnessed.close();
    await Promise.all([finance.close(), inspection.close()]);
  }
}, 60_000);
