/** Papers over a ledger on disk: content in its store, who handed it in in the ledger, and configuration of where. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jpeg, pdf } from '../../papers/src/testing/pictures.js';
import { Ledger, papersConfigOf } from './index.js';

const ACTOR = { staffId: '002101', role: 'townOperator' };
const TOWN = '360111003';
const PHOTO = jpeg({ takenAt: '2019:03:05 09:30:15', offset: '+08:00' });
const SHA256 = createHash('sha256').update(PHOTO).digest('hex');
async function* one(content: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> { yield content; }
const refused = (code: string): unknown => expect.objectContaining({ name: 'DomainError', code });

let directory: string;
let ledger: Ledger;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'taizhang-papers-'));
  ledger = await Ledger.open({ dataDir: directory, mode: 'readWrite' });
});
afterEach(async () => {
  await ledger.close();
  rmSync(directory, { recursive: true, force: true });
});
const events = async () => (await ledger.store.readAll()).events.filter(({ streamId }) => streamId.startsWith('paper-'));

it('records a paper once, in its own stream, with actor and place, and gives the content back', async () => {
  const add = () => ledger.papers.add(one(PHOTO), { kind: 'noticeStartPhoto' }, ACTOR, TOWN);
  const evidence = { sha256: SHA256, kind: 'noticeStartPhoto', capturedAt: '2019-03-05T09:30:15+08:00' };
  expect(await add()).toEqual({ sha256: SHA256, bytes: PHOTO.length, mediaType: 'image/jpeg', evidence, outcome: 'recorded' });
  expect((await add()).outcome).toBe('alreadyRecorded');
  expect(await events()).toMatchObject([{ streamId: `paper-${SHA256}`, type: 'DocumentArchived', metadata: { actor: ACTOR, jurisdiction: { code6: '360111', town9: TOWN } } }]);
  const { content, handedIn } = await ledger.papers.open(SHA256);
  expect(handedIn).toMatchObject([{ kind: 'noticeStartPhoto', division: TOWN, actor: ACTOR }]);
  const parts: Uint8Array[] = [];
  for await (const part of content) parts.push(part);
  expect(Buffer.concat(parts).equals(PHOTO)).toBe(true);
});

it('has one event when it is handed in several times at the same moment', async () => {
  await Promise.all(Array.from({ length: 6 }, () => ledger.papers.add(one(PHOTO), { kind: 'visitPhoto' }, ACTOR, TOWN)));
  expect(await events()).toHaveLength(1);
});

it('never gives a stated time as the time of the evidence', async () => {
  const { evidence } = await ledger.papers.add(one(jpeg()), { kind: 'noticeEndPhoto', statedCapturedAt: '2019-03-12T10:00:00+08:00', statedPlace: ' 公示栏 ' }, ACTOR, TOWN);
  expect(evidence).toEqual({ sha256: createHash('sha256').update(jpeg()).digest('hex'), kind: 'noticeEndPhoto' });
  expect((await events())[0]?.data).toMatchObject({ statedCapturedAt: '2019-03-12T02:00:00.000Z', statedPlace: '公示栏' });
});

it('records nothing of what is refused', async () => {
  await expect(ledger.papers.add(one(jpeg()), { kind: 'visitPhoto' }, ACTOR, TOWN)).rejects.toEqual(refused('PAPER_TIME_MISSING'));
  await expect(ledger.papers.add(one(pdf()), { kind: 'visitPhoto' }, ACTOR, TOWN)).rejects.toEqual(refused('PAPER_TYPE_REFUSED'));
  await expect(ledger.papers.add(one(PHOTO), { kind: 'visitPhoto' }, ACTOR, '36')).rejects.toEqual(refused('DIVISION_INVALID'));
  await expect(ledger.papers.add(one(PHOTO), { kind: 'visitPhoto', statedCapturedAt: 'yesterday' }, ACTOR, TOWN)).rejects.toEqual(refused('INSTANT_INVALID'));
  expect(await events()).toEqual([]);
  await expect(ledger.papers.describe(SHA256)).rejects.toEqual(refused('PAPER_UNKNOWN'));
  await expect(ledger.papers.open('..')).rejects.toEqual(refused('PAPER_HASH_INVALID'));
});

it('knows a paper whose content was lost, and says so', async () => {
  await ledger.papers.add(one(PHOTO), { kind: 'visitPhoto' }, ACTOR, TOWN);
  rmSync(join(directory, 'papers'), { recursive: true });
  expect((await ledger.papers.describe(SHA256)).handedIn).toHaveLength(1);
  await expect(ledger.papers.open(SHA256)).rejects.toEqual(refused('PAPER_MISSING'));
});

describe('the configuration', () => {
  const S3 = { PAPERS_S3_ENDPOINT: 'https://s3.example.cn', PAPERS_S3_BUCKET: 'papers', PAPERS_S3_REGION: 'cn-north-1', PAPERS_S3_ACCESS_KEY_ID: 'AK', PAPERS_S3_SECRET_ACCESS_KEY: 'SK' };
  it('is nothing, a folder, or a whole bucket', () => {
    expect(papersConfigOf({ PAPERS_DIR: '' })).toBeUndefined();
    expect(papersConfigOf({ PAPERS_DIR: '/srv/papers' })).toEqual({ folder: '/srv/papers' });
    expect(papersConfigOf(S3)).toEqual({ s3: { endpoint: 'https://s3.example.cn', bucket: 'papers', region: 'cn-north-1', accessKeyId: 'AK', secretAccessKey: 'SK' } });
  });
  it.each<[string, Record<string, string>]>([
    ['names what is missing', { ...S3, PAPERS_S3_REGION: '' }], ['is one place', { ...S3, PAPERS_DIR: '/srv/papers' }], ['sends nothing in clear over a network', { ...S3, PAPERS_S3_ENDPOINT: 'http://10.0.0.5:9000' }],
    ['takes no user in a URL', { ...S3, PAPERS_S3_ENDPOINT: 'https://a:b@s3.example.cn' }], ['takes no path for a bucket', { ...S3, PAPERS_S3_BUCKET: '../x' }], ['takes a URL', { ...S3, PAPERS_S3_ENDPOINT: 's3.example.cn' }],
  ])('%s', (_, environment) => {
    expect(() => papersConfigOf(environment)).toThrow(refused('PAPERS_CONFIG_INVALID') as Error);
    expect(() => papersConfigOf(environment)).not.toThrow('SK');
  });
  it('allows this machine without encryption, and a bucket in the host name', () => {
    expect(papersConfigOf({ ...S3, PAPERS_S3_ENDPOINT: 'http://127.0.0.1:7070' })).toBeDefined();
    expect(papersConfigOf({ ...S3, PAPERS_S3_ENDPOINT: 'https://{bucket}.oss.example.cn' })).toBeDefined();
  });
});
