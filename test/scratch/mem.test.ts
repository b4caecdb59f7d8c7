import { join } from 'node:path';
import { mkdtempSync } from 'node:fs';
import { openMemoryEventStore } from '#event-store/memory/memory-event-store';
import { importWorkbook } from '#intake';
import { readWorkbook } from '#workbook';
import { ViewStore, catchUp } from '#projections';
import { PROJECTIONS, decodeAny, caseloadReport, paymentsReport, procedureReport, toleranceReport, amountsReport } from '#reports';
import { readFileSync } from 'node:fs';
const readExpected = (f: string) => JSON.parse(readFileSync(f, 'utf8'));

it.each(['qingshanhu-2019-small', 'qingshanhu-2019'])('%s', async (name) => {
  const e = readExpected(`test/acceptance/${name}.expected.json`);
  const store = openMemoryEventStore();
  const t: [string, number][] = [['start', performance.now()]];
  const wb = await readWorkbook(`test/acceptance/${name}.xlsx`);
  t.push(['read', performance.now()]);
  const r = await importWorkbook(store, wb, { actor: { staffId: 'x' }, now: () => new Date().toISOString() });
  t.push(['import', performance.now()]);
  const views = ViewStore.open(join(mkdtempSync('/tmp/tz-'), 'views.db'), PROJECTIONS);
  await catchUp(store, views, PROJECTIONS, () => true, { decode: decodeAny });
  t.push(['project', performance.now()]);
  console.log(t.map(([n, x], i) => `${n} ${i ? Math.round(x - t[i - 1]![1]) : 0}`).join(', '), r.events);
  const bad: unknown[] = [];
  const eq = (what: string, a: unknown, b: unknown) => { try { expect(a).toEqual(b); } catch (x) { bad.push([what, String(x).slice(0, 600)]); } };
  eq('rej', r.rejections.map(({ message: _m, ...x }) => x), e.rejections);
  await views.read(async (v) => {
    for (const [d, w] of Object.entries(e.caseload)) { const { rows, total } = await caseloadReport(v, d as never, undefined, null); eq('caseload' + d, { rows, total }, { rows: (w as any).rows, total: (w as any).total }); }
    for (const [d, w] of Object.entries(e.payments)) { const { rows, total } = await paymentsReport(v, d as never, undefined); eq('payments' + d, { rows, total }, { rows: (w as any).rows, total: (w as any).total }); }
    for (const [d, w] of Object.entries(e.procedure)) eq('procedure' + d, await procedureReport(v, undefined, d === 'all' ? undefined : Number(d)), w);
    for (const w of e.tolerance) eq('tol' + w.division + w.year, await toleranceReport(v, w.division, w.year), w);
    eq('amounts', (await amountsReport(v, undefined)).rows.map(({ ruleIds: _r, ...x }) => x), e.amounts.rows);
  });
  console.log(JSON.stringify(bad.slice(0, 5), null, 1));
  expect(bad).toHaveLength(0);
});
