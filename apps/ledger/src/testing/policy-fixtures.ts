/** Households and published values for tests of the policy routes; nobody in them exists. */
import { openStore } from '#application';

const person = (id: string, wagesFen?: number) => ({ id, birthOn: '1970-01-01', employed: wagesFen !== undefined, labour: 'full', income: wagesFen === undefined ? {} : { wagesFen } });

/** Kunshan prints its standard until 2020-06-30, so nothing has to be published: (995 × 2 − 500) = 1,490.00 yuan. */
export const KUNSHAN = {
  division: '320583', on: '2020-05-20', consent: true, assets: { compliant: true }, members: [person('A', 50_000), person('B')],
} as const;
export const KUNSHAN_FEN = 149_000;

/** Qingshanhu needs the published standard: 670 × 2 − 500 = 840.00 yuan. */
export const QINGSHANHU = { division: '360111', on: '2019-06-01', assets: { compliant: true }, members: [person('A', 50_000), person('B')] } as const;
export const QINGSHANHU_FEN = 84_000;
export const DIBAO_670 = { key: 'dibao.std', division: '360111', value: '670', from: '2019-01-01', unit: 'yuan/person·month', basis: '示例文件〔2019〕1号' } as const;

/** Events recorded so far, read beside the running server; without those of the accounts that tests sign in with. */
export async function eventsIn(dataDir: string): Promise<number> {
  const store = await openStore({ dataDir, mode: 'readOnly' });
  try {
    return (await store.readAll({ limit: 10_000 })).events.filter(({ streamId }) => !streamId.startsWith('account-')).length;
  } finally {
    await store.close();
  }
}
