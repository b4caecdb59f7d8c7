/** Evidence bundles over HTTP. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signedCheckpoint, verifyEvidence } from '#application';
import { filesOf } from '../../../../test/evidence/unpacked.js';
import { SMALL, TestServer } from '../testing/test-server.js';

const PATH = '/api/v1/evidence';
const ASKED = { scope: 'case', about: 'QS2016DB00002', organ: '区纪委监委', docNo: '调〔2026〕3号' } as const;
const INSPECTOR = { role: 'inspector', division: '360111' } as const;

let server: TestServer;
let root: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'taizhang-http-evidence-'));
  server = await TestServer.start();
  await server.import(SMALL);
});
afterAll(async () => {
  await server.end();
  rmSync(root, { recursive: true });
});
const post = (by: Pick<TestServer, 'request'>, body: object) => by.request<{ code?: string }>(PATH, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

test('a file with its hash, that verifies', async () => {
  const token = await server.tokenOf(INSPECTOR);
  const answer = await fetch(`${server.url}${PATH}`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify(ASKED) });
  expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([200, 'application/zip', 'no-store']);
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="evidence-case-QS2016DB00002@360111-[0-9a-f]{8}\.zip"$/);
  const file = join(root, 'bundle.zip');
  writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
  const { vkey } = await signedCheckpoint(server.ledger.config);
  expect(await verifyEvidence({ file, key: vkey })).toMatchObject({ ok: true, findings: [], report: 'same' });
  expect(answer.headers.get('manifest-sha256')).toBe(createHash('sha256').update((await filesOf(file)).get('manifest.json') as Buffer).digest('hex'));
});

test.each([
  ['nobody', 401, 'NOT_SIGNED_IN', 'nobody', ASKED],
  ['a role that may not', 403, 'ROLE_FORBIDDEN', { role: 'townAuditor', division: '360111003' }, ASKED],
  ['a case of elsewhere', 404, 'EVIDENCE_UNKNOWN', { role: 'inspector', division: '360111004' }, ASKED],
  ['a case that is not there', 404, 'EVIDENCE_UNKNOWN', INSPECTOR, { ...ASKED, about: 'QS9' }],
  ['a kind that is none', 400, 'REQUEST_INVALID', INSPECTOR, { ...ASKED, scope: 'town' }],
  ['no document', 400, 'REQUEST_INVALID', INSPECTOR, { ...ASKED, docNo: '' }],
  ['a document of two lines', 400, 'REQUEST_INVALID', INSPECTOR, { ...ASKED, docNo: 'a\nb' }],
  ['a checkpoint that is none', 400, 'NOTE_MALFORMED', INSPECTOR, { ...ASKED, since: 'x' }],
] as const)('refused: %s', async (_what, status, code, who, body) => {
  const answer = await post(server.as(who), body);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
});
