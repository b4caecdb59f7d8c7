/** Worked examples: what an official works out by hand comes out of the rules, to the fen. */
import { existsSync } from 'node:fs';
import { DomainError, parseCivilDate } from '#kernel';
import { determine, type Determination, PublishedValues, readFacts, type Standard, verifyTrace } from '#policy';
import { examplesOf, fenOf, shippedBook } from '../support/policy.js';

const book = shippedBook();

const nameOf = ({ benefit, unit, members }: Determination['benefits'][number]): string => (unit === 'household' ? benefit : `${benefit}/${members.join('+')}`);

describe.each(['CN', 'JX-2018', 'QS-2019', 'XM-2018', 'KS-2020', 'GX-2019'].filter((pack) => existsSync(`test/rules/examples/${pack}.yaml`)))('%s', (pack) => {
  test.each(examplesOf(pack).map((example) => [example.name, example] as const))('%s', (_name, { division, on, published = [], facts, expect: expected }) => {
    const standards = published.map(({ key, division: code6, value, from: validFrom, to: validTo, basis }): Standard => ({ key, code6, value, validFrom, validTo, basis }));
    const run = (): Determination => determine(book, new PublishedValues(standards), readFacts(facts), division, parseCivilDate(on));
    if (expected.refused !== undefined) {
      const { code, mentions = [] } = expected.refused;
      let refusal: unknown;
      try { run(); } catch (error) { refusal = error; }
      expect(refusal).toBeInstanceOf(DomainError);
      expect((refusal as DomainError).code).toBe(code);
      for (const text of mentions) expect(`${(refusal as DomainError).message} ${JSON.stringify((refusal as DomainError).details)}`).toContain(text);
      return;
    }
    const determination = run();
    const benefits = new Map(determination.benefits.map((result) => [nameOf(result), result]));
    expect({ category: determination.category }).toEqual({ category: expected.category ?? determination.category });
    for (const [name, { eligible, yuan }] of Object.entries(expected.benefits ?? {})) {
      const result = benefits.get(name);
      expect({ [name]: result && { eligible: result.eligible, fen: result.amountFen } }).toEqual({ [name]: { eligible, fen: yuan === undefined ? undefined : fenOf(yuan) } });
    }
    for (const name of expected.absent ?? []) expect([...benefits.keys()]).not.toContain(name);
    for (const code of expected.notes ?? []) expect(determination.notes.map((note) => note.code)).toContain(code);
    for (const code of expected.absentNotes ?? []) expect(determination.notes.map((note) => note.code)).not.toContain(code);
    expect(verifyTrace(determination)).toEqual([]);
  });
});
