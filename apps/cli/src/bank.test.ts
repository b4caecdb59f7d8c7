/** `taizhang bank`, `reconcile` and `month`: a month from the batch file to the closing, with files on the disk. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ledger } from '#application';
import { PIPE_LAYOUT } from '#bank';
import { fen } from '#kernel';
import { delimitedReturn } from '../../../libs/bank/testing/bank-double.js';
import { PAYER, statement } from '../../../test/support/bank-office.js';
import { bookHousehold } from '../../../test/support/county-book.js';
import { cliJson, runCli } from '../../../test/support/run-cli.js';

const LIST = 'dibao-2019-02';
let directory: string;
let data: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'taizhang-bank-'));
  data = join(directory, 'data');
  const ledger = await Ledger.open({ dataDir: data, mode: 'readWrite' });
  for (const caseId of ['C1', 'C2']) await bookHousehold(ledger.store, { caseId, town: '360111003', persons: 2, accountNo: `62170028700000000${caseId.slice(1)}8` });
  const administrator = { staffId: 'test' };
  for (const [accountId, role, division] of [['operator', 'countyOperator', '360111'], ['auditor', 'countyAuditor', '360111'], ['leader', 'countyLeader', '360111'], ['finance', 'finance', '360111'], ['town', 'townOperator', '360111003']] as const) {
    await ledger.access.createAccount({ accountId, staffId: accountId, name: '测试', role, division }, administrator);
  }
  await ledger.close();
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const run = (...args: string[]) => runCli(...args, '--data', data);
const done = async (...args: string[]): Promise<string> => {
  const { code, stdout, stderr } = await run(...args);
  expect([args.slice(0, 2), code, stderr]).toEqual([args.slice(0, 2), 0, '']);
  return stdout;
};

it('takes a month from the file to the closing', async () => {
  await done('funds', 'issue', '--as', 'finance', '--county', '360111', '--on', '2019-01-02', '--indicator-no', 'ZB1', '--source', 'county', '--benefit', 'dibao', '--yuan', '10000');
  await done('paylist', 'compile', LIST, '--as', 'operator', '--on', '2019-02-09', '--cutoff-on', '2019-02-08', '--since', '2019-01-08');
  await done('paylist', 'review', LIST, '--as', 'auditor', '--on', '2019-02-10');
  await done('paylist', 'approve', LIST, '--as', 'leader', '--on', '2019-02-10', '--approval-no', 'SD1');
  await done('paylist', 'publicise', LIST, '--as', 'operator', '--on', '2019-02-10', '--place', '公示栏', '--from', '2019-02-10', '--to', '2019-02-12');
  await done('paylist', 'check', LIST, '--as', 'finance', '--on', '2019-02-13', '--procedure', '齐全');
  await done('paylist', 'order', LIST, '--as', 'finance', '--on', '2019-02-14', '--order-no', 'ZF1', '--indicator-no', 'ZB1', '--pay-mode', 'direct');

  const out = join(directory, 'B1.txt');
  const send = ['bank', 'export', LIST, '--as', 'finance', '--on', '2019-02-15', '--batch-no', 'B1', '--format', 'pipe-gb18030', '--value-date', '2019-02-15', '--payer-name', PAYER.payerName, '--payer-account', PAYER.payerAccount, '--payer-cnaps', PAYER.payerCnaps];
  expect(await done(...send, '--out', out)).toContain('批次 B1：入账，2 笔 2,000.00 元');
  const lines = new TextDecoder('gb18030').decode(readFileSync(out)).split('\r\n').filter((line) => line.startsWith('D|')).map((line) => line.split('|'));
  expect([lines.map(([, , itemNo, accountNo, payeeName, , yuan]) => [itemNo, accountNo, payeeName, yuan]), statSync(out).mode & 0o777]).toEqual([
    [['C1/2019-02/base/1', '6217002870000000018', '示例', '1000.00'], ['C2/2019-02/base/1', '6217002870000000028', '示例', '1000.00']], 0o600,
  ]);
  // A file that is there is not written over; another holds the same bytes.
  expect((await run(...send, '--out', out)).stderr).toContain('[OUT_EXISTS]');
  await done(...send, '--out', `${out}.again`);
  expect(readFileSync(`${out}.again`).equals(readFileSync(out))).toBe(true);

  const answer = join(directory, 'return.txt');
  writeFileSync(answer, delimitedReturn(PIPE_LAYOUT, 'B1', lines.map(([, seq, itemNo = '', accountNo = '', payeeName = '', , yuan]) => ({
    item: { seq: Number(seq), itemNo, accountNo, payeeName, fen: fen(Math.round(Number(yuan) * 100)), remark: '' }, ...(itemNo.startsWith('C2') ? { status: 'F' as const, code: 'E003' } : { status: 'S' as const, txnNo: 'T1', date: '2019-02-18' }),
  }))));
  const take = ['bank', 'import', 'B1', answer, '--as', 'finance', '--on', '2019-02-18'];
  expect(await done(...take)).toContain('成功 1 笔 1,000.00 元，失败 1 笔 1,000.00 元');
  expect(await done(...take)).toContain('回盘：已在账');
  expect((await run('bank', 'import', 'B1', join(directory, 'none.txt'), '--as', 'finance', '--on', '2019-02-18')).stderr).toContain('[FILE_UNREADABLE]');
  const booked = join(directory, 'statement.xml');
  writeFileSync(booked, statement('ST1', '2019-02-18', [{ fen: 100_000, direction: 'DBIT', reference: 'D1', batchNo: 'B1', payments: [{ itemNo: 'C1/2019-02/base/1', fen: 100_000 }] }]));
  expect(await done('bank', 'statement', booked, '--as', 'finance', '--on', '2019-02-18', '--account', PAYER.payerAccount)).toContain('对上 1 行');
  await done('bank', 'receipt', 'B1', '--as', 'finance', '--on', '2019-02-19', '--receipt-no', 'HD1', '--n', '1', '--fen', '1000');
  const csv = join(directory, 'outstanding.csv');
  expect(await done('bank', 'outstanding', '--division', '360111', '--date', '2019-02-28', '--out', csv)).toContain('共 1 笔 1,000.00 元。');
  expect(readFileSync(csv, 'utf8')).toContain('C2/2019-02/base/1');

  const differs = await run('reconcile', 'run', LIST, '--as', 'finance', '--on', '2019-02-28');
  expect([differs.code, differs.stdout]).toEqual([1, expect.stringContaining('失败、退票未重发 bouncedNotReissued:C2/2019-02/base/1：1,000.00 元，未处理，10 天')]);
  expect((await run('month', 'close', LIST, '--as', 'finance', '--on', '2019-02-28', '--closing-no', 'YJ1')).stderr).toContain('[PERIOD_OPEN]');
  await done('reconcile', 'explain', LIST, '--as', 'operator', '--on', '2019-02-28', '--discrepancy', 'bouncedNotReissued:C2/2019-02/base/1', '--how', 'carried', '--reason', '账户更正中');
  await done('reconcile', 'resolve', LIST, '--as', 'auditor', '--on', '2019-02-28', '--discrepancy', 'bouncedNotReissued:C2/2019-02/base/1');
  expect(await done('month', 'close', LIST, '--as', 'finance', '--on', '2019-02-28', '--closing-no', 'YJ1')).toContain('2019-02-28 月结 YJ1');
  expect(await cliJson<{ rows: object[] }>('month', 'list', '--county', '360111', '--data', data)).toMatchObject({ rows: [{ listNo: LIST, closing: 1, open: [] }] });
  expect(await done('reconcile', 'show', LIST, '--as', 'auditor')).toContain('已处理：结转应付未付');

  // After the closing only what a correction names.
  const file = join(directory, 'account.json');
  for (const [step, as, stated] of [
    ['request', 'town', { on: '2019-03-01', requestNo: 'GZ1', accountNo: '6217002870000000099', holderName: '示例', reason: '销户' }], ['approve', 'auditor', { on: '2019-03-02', requestNo: 'GZ1' }], ['verify', 'operator', { on: '2019-03-03', requestNo: 'GZ1', method: '柜台', result: 'matches' }],
  ] as const) {
    writeFileSync(file, JSON.stringify(stated));
    await done('bank', 'account', step, 'H-C2', file, '--as', as);
  }
  const again = ['bank', 'reissue', LIST, '--as', 'finance', '--on', '2019-03-04', '--item-no', 'C2/2019-02/base/1'];
  expect((await run(...again)).stderr).toContain('[PERIOD_CLOSED]');
  await done('month', 'correct', LIST, '--as', 'leader', '--on', '2019-03-04', '--correction-no', 'GZ-1', '--item-no', 'C2/2019-02/base/1', '--reason', '重发');
  expect(await done(...again)).toContain('C2/2019-02/base/2 重发：入账。');
  expect(await done('bank', 'list', '--county', '360111')).toContain('B1');
  expect((await run('bank', 'account', 'fax', 'H-C2', file, '--as', 'town')).stderr).toContain('[STEP_UNKNOWN]');
});
