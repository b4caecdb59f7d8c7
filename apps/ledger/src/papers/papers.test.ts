/** Papers over HTTP: handed in as they come, seen where they were handed in, given back as downloads that are what was handed in or break off. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { damageFile, hashFiles } from '../../../../libs/papers/src/testing/folder-harness.js';
import { jpeg, pdf } from '../../../../libs/papers/src/testing/pictures.js';
import { type Answer, type Client, type Person, type ProblemBody, TestServer } from '../testing/test-server.js';
import type { PaperDto, PaperRecordedDto } from './papers.dto.js';

const TOWN: Person = { role: 'townOperator', division: '360111003' };
let server: TestServer;
let papers: string;
let town: Client;
beforeAll(async () => {
  server = await TestServer.start();
  papers = join(server.dataDir, 'papers');
  town = server.as(TOWN);
});
afterAll(() => server.end());

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');
const send = <Body = ProblemBody>(by: Client, parts: readonly (readonly [string, string | Buffer])[]): Promise<Answer<Body>> => {
  const form = new FormData();
  for (const [name, value] of parts) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, new Blob([new Uint8Array(value)]), 'any name.exe');
  }
  return by.request<Body>('/api/v1/papers', { method: 'POST', body: form });
};
const add = (content: Buffer, kind = 'application', by = town, more: readonly (readonly [string, string])[] = []): Promise<Answer<PaperRecordedDto>> => send(by, [['kind', kind], ...more, ['file', content]]);
const refused = ({ status, body }: Answer<unknown>): string => `${status} ${(body as ProblemBody).code}`;
const download = async (hash: string, by: Person = TOWN): Promise<{ response: Response; content: Promise<Buffer> }> => {
  const response = await fetch(`${server.url}/api/v1/papers/${hash}/content`, { headers: { purpose: 'test', authorization: `Bearer ${await server.tokenOf(by)}` } });
  return { response, content: response.arrayBuffer().then((bytes) => Buffer.from(bytes)) };
};
const staged = (): readonly string[] => (existsSync(join(papers, 'incoming')) ? readdirSync(join(papers, 'incoming')) : []);

describe('handing in', () => {
  const photo = jpeg({ make: 'HUAWEI', model: 'ELE-AL00', takenAt: '2019:03:05 09:30:15', offset: '+08:00' });
  it('keeps the content under its hash and says what a step names it by', async () => {
    const { status, headers, body } = await add(photo, 'noticeStartPhoto', town, [['statedCapturedAt', '2019-03-05T09:31:00+08:00'], ['statedPlace', '社区公示栏']]);
    expect([status, headers.get('location')]).toEqual([201, `/api/v1/papers/${sha256(photo)}`]);
    expect(body).toEqual({
      sha256: sha256(photo), bytes: photo.length, mediaType: 'image/jpeg', outcome: 'recorded',
      evidence: { sha256: sha256(photo), kind: 'noticeStartPhoto', capturedAt: '2019-03-05T09:30:15+08:00', deviceId: 'HUAWEI ELE-AL00' },
    });
    const described = (await town.request<PaperDto>(`/api/v1/papers/${sha256(photo)}`)).body;
    expect(described).toEqual({
      sha256: sha256(photo), mediaType: 'image/jpeg', bytes: photo.length,
      handedIn: [{
        kind: 'noticeStartPhoto', division: '360111003', on: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string, recordedAt: expect.stringMatching(/Z$/) as string, actor: { staffId: 'townoperator-360111003', role: 'townOperator' },
        capturedAt: '2019-03-05T09:30:15+08:00', deviceId: 'HUAWEI ELE-AL00', statedCapturedAt: '2019-03-05T01:31:00.000Z', statedPlace: '社区公示栏',
      }],
    });
  });
  it('the same again records nothing; stated otherwise it is refused', async () => {
    const again = await add(photo, 'noticeStartPhoto');
    expect([again.status, again.body.outcome, again.headers.get('location')]).toEqual([200, 'alreadyRecorded', null]);
    expect(refused(await add(photo, 'noticeStartPhoto', town, [['statedPlace', '别处']]))).toBe('409 PAPER_STATED_OTHERWISE');
  });
  it('a county hands in for one of its towns, a town not for another', async () => {
    expect((await add(pdf('县'), 'application', server.as({ role: 'countyOperator', division: '360111' }), [['division', '360111004']])).status).toBe(201);
    const before = hashFiles(papers).length;
    for (const division of ['360111004', '360111', '320583']) expect([division, refused(await add(pdf('别处'), 'application', town, [['division', division]]))]).toEqual([division, '403 DIVISION_FORBIDDEN']);
    expect(refused(await add(pdf('别处'), 'application', town, [['division', '36011']]))).toBe('400 DIVISION_INVALID');
    expect(hashFiles(papers)).toHaveLength(before);
  });
});

describe('is refused and leaves nothing behind', () => {
  let before: readonly string[];
  beforeAll(() => { before = hashFiles(papers); });
  afterEach(() => {
    expect(hashFiles(papers)).toEqual(before);
    expect(staged()).toEqual([]);
  });
  const content = pdf('拒收');
  it.each<[what: string, parts: readonly (readonly [string, string | Buffer])[], expected: string]>([
    ['no kind', [['file', content]], '400 UPLOAD_INVALID'], ['the kind after the file', [['file', content], ['kind', 'application']], '400 UPLOAD_INVALID'],
    ['something after the file', [['kind', 'application'], ['file', content], ['statedPlace', '村委会']], '400 UPLOAD_INVALID'], ['two files', [['kind', 'application'], ['file', content], ['file', pdf('二')]], '400 UPLOAD_INVALID'],
    ['no file', [['kind', 'application']], '400 UPLOAD_INVALID'], ['the file under another name', [['kind', 'application'], ['paper', content]], '400 UPLOAD_INVALID'], ['a kind twice', [['kind', 'application'], ['kind', 'visitForm'], ['file', content]], '400 UPLOAD_INVALID'],
    ['a field that is not known', [['kind', 'application'], ['note', '一'], ['file', content]], '400 UPLOAD_INVALID'], ['an empty field', [['kind', ''], ['file', content]], '400 UPLOAD_INVALID'], ['a field without end', [['kind', 'application'], ['statedPlace', 'x'.repeat(2_000)], ['file', content]], '400 UPLOAD_INVALID'],
    ['too many fields', [['kind', 'application'], ['division', '360111003'], ['statedPlace', 'a'], ['statedCapturedAt', '2019-03-05T09:31:00+08:00'], ['statedPlace', 'b'], ['file', content]], '400 UPLOAD_INVALID'],
    ['no such kind', [['kind', 'photo'], ['file', content]], '400 PAPER_KIND_UNKNOWN'], ['a type its kind is not', [['kind', 'visitPhoto'], ['file', content]], '400 PAPER_TYPE_REFUSED'], ['a type nobody takes', [['kind', 'application'], ['file', Buffer.from('#!/bin/sh\n')]], '400 PAPER_TYPE_UNKNOWN'],
    ['an empty file', [['kind', 'application'], ['file', Buffer.alloc(0)]], '400 PAPER_EMPTY'], ['a time that is none', [['kind', 'application'], ['statedCapturedAt', 'gestern'], ['file', content]], '400 INSTANT_INVALID'],
    // 20 MiB are the most of a photo, 50 of a document.
    ['a photo of more than 20 MiB', [['kind', 'visitPhoto'], ['statedCapturedAt', '2019-03-05T09:31:00+08:00'], ['file', jpeg(undefined, Buffer.alloc(20 * 1024 * 1024))]], '413 PAPER_TOO_LARGE'],
    ['a document of one byte more than 50 MiB', [['kind', 'application'], ['file', Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(50 * 1024 * 1024 - 8)])]], '413 PAPER_TOO_LARGE'],
    ['a document of much more', [['kind', 'application'], ['file', Buffer.alloc(51 * 1024 * 1024)]], '413 FILE_TOO_LARGE'],
  ])('%s', async (_what, parts, expected) => {
    expect(refused(await send(town, parts))).toBe(expected);
  });
  it('JSON instead of a form, and a form that ends in the middle', async () => {
    expect(refused(await town.post('/api/v1/papers', '{}'))).toBe('415 MEDIA_TYPE');
    const body = '--x\r\nContent-Disposition: form-data; name="kind"\r\n\r\napplication\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7\nhalf';
    expect(refused(await town.request('/api/v1/papers', { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' }, body }))).toBe('400 UPLOAD_INVALID');
  });
  it('a sender who goes away', async () => {
    const from = server.lines.length;
    const token = await server.tokenOf(TOWN);
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write(`POST /api/v1/papers HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n`
      + '--x\r\nContent-Disposition: form-data; name="kind"\r\n\r\napplication\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7\nhalf');
    for (let waited = 0; staged().length === 0 && waited < 5_000; waited += 20) await sleep(20);
    expect(staged()).toHaveLength(1);
    socket.destroy();
    for (let waited = 0; staged().length > 0 && waited < 5_000; waited += 20) await sleep(20);
    expect(server.lines.slice(from).filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });
});

describe('a download', () => {
  it('is an attachment of its type that no browser takes for a page, and what was handed in', async () => {
    const content = pdf('下载');
    await add(content);
    const { response, content: got } = await download(sha256(content));
    expect(Object.fromEntries(['content-type', 'content-length', 'content-disposition', 'x-content-type-options', 'content-security-policy', 'cache-control'].map((name) => [name, response.headers.get(name)]))).toEqual({
      'content-type': 'application/pdf', 'content-length': String(content.length), 'content-disposition': `attachment; filename="${sha256(content)}.pdf"`, 'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox", 'cache-control': 'no-store',
    });
    expect((await got).equals(content)).toBe(true);
  });
  it('of damaged content does not end well, and whoever runs the server is told', async () => {
    // One that is read in one go is refused; of a longer one the end never comes.
    const small = pdf('小');
    const large = Buffer.concat([pdf('大'), Buffer.alloc(3_000_000, 'x')]);
    for (const content of [small, large]) {
      await add(content);
      damageFile(papers, sha256(content), (stored) => {
        stored[stored.length - 3] = (stored[stored.length - 3] as number) ^ 1;
        return stored;
      });
    }
    expect(refused(await town.request(`/api/v1/papers/${sha256(small)}/content`))).toBe('503 PAPER_DAMAGED');
    const { response, content } = await download(sha256(large));
    expect(response.status).toBe(200);
    await expect(content).rejects.toThrow();
    const told = server.lines.filter((line) => line.includes('PAPER_DAMAGED')).map((line) => (JSON.parse(line) as { level: string; sha256: string }));
    expect(told.map(({ level, sha256: hash }) => [level, hash])).toEqual([['error', sha256(small)], ['error', sha256(large)]]);
    // Handing it in again repairs it.
    expect((await add(large)).body.outcome).toBe('alreadyRecorded');
    expect((await (await download(sha256(large))).content).equals(large)).toBe(true);
  });
  it('of content that is lost says so', async () => {
    const content = pdf('丢失');
    await add(content);
    rmSync(join(papers, sha256(content).slice(0, 2)), { recursive: true });
    expect(refused(await town.request(`/api/v1/papers/${sha256(content)}/content`))).toBe('503 PAPER_MISSING');
  });
});

describe('who may read', () => {
  const shared = pdf('两地');
  const own = pdf('本地');
  beforeAll(async () => {
    await add(own);
    await add(shared);
    await add(shared, 'visitForm', server.as({ role: 'townOperator', division: '360111004' }));
  });
  const seen = async (person: Person, content: Buffer): Promise<string> => {
    const described = await server.as(person).request<PaperDto>(`/api/v1/papers/${sha256(content)}`);
    const { response, content: got } = await download(sha256(content), person);
    await got;
    expect(response.status).toBe(described.status);
    return described.status === 200 ? described.body.handedIn.map(({ division }) => division).join(' ') : refused(described);
  };
  it.each<[Person, string, string]>([
    [TOWN, '360111003', '360111003'], [{ role: 'countyAuditor', division: '360111' }, '360111003', '360111003 360111004'], [{ role: 'cityRegistrar', division: '360100' }, '360111003', '360111003 360111004'],
    [{ role: 'inspector', division: '000000' }, '360111003', '360111003 360111004'],
    [{ role: 'townAuditor', division: '360111004' }, '404 PAPER_UNKNOWN', '360111004'], [{ role: 'countyAuditor', division: '320583' }, '404 PAPER_UNKNOWN', '404 PAPER_UNKNOWN'],
    // Who adds does not read.
    [{ role: 'communityWorker', division: '360111003001' }, '403 ROLE_FORBIDDEN', '403 ROLE_FORBIDDEN'], [{ role: 'administrator', division: '000000' }, '403 ROLE_FORBIDDEN', '403 ROLE_FORBIDDEN'],
  ])('%j', async (person, ownSeen, sharedSeen) => {
    expect([await seen(person, own), await seen(person, shared)]).toEqual([ownSeen, sharedSeen]);
  });
  it('a hash nobody handed in, and what is no hash', async () => {
    expect(refused(await town.request(`/api/v1/papers/${'0'.repeat(64)}/content`))).toBe('404 PAPER_UNKNOWN');
    expect(refused(await town.request('/api/v1/papers/..%2F..%2Fevents.db'))).toBe('400 REQUEST_INVALID');
  });
});

it('papers are where the configuration says', async () => {
  const elsewhere = await TestServer.start({ papers: { folder: join(server.dataDir, 'elsewhere') } });
  try {
    const content = pdf('别处');
    expect((await add(content, 'application', elsewhere.as(TOWN))).status).toBe(201);
    expect(hashFiles(join(server.dataDir, 'elsewhere'))).toEqual([sha256(content)]);
    expect(readFileSync(join(server.dataDir, 'elsewhere', sha256(content).slice(0, 2), sha256(content).slice(2, 4), sha256(content))).equals(content)).toBe(true);
    expect(existsSync(join(elsewhere.dataDir, 'papers'))).toBe(false);
  } finally {
    await elsewhere.end();
  }
});
