/** Laws of every determination, over random households in each of the five jurisdictions. */
import fc from 'fast-check';
import { canonicalJson, DomainError, parseCivilDate } from '#kernel';
import { CAUSES, determine, type Determination, DISABILITY_TYPES, type Facts, LOCAL_KEYS, type Member, PublishedValues, type Standard, verifyTrace } from '#policy';
import { shippedBook } from '../support/policy.js';

const book = shippedBook();
const PLACES = [['360103', '2018-06-15'], ['360111', '2019-06-15'], ['350203', '2018-06-15'], ['320583', '2020-08-15'], ['450103', '2019-06-15'], ['450103', '2020-06-15']] as const;
const VALUES: Readonly<Record<string, string>> = {
  'dibao.std': '700', 'teku.std': '900', 'wage.min': '1680', 'care.full': '0.8', 'care.half': '0.3', 'lowinc.line': '1200', 'orphan.dispersed': '800', 'orphan.inst': '1200',
  'disab.living': '80', 'disab.nursing': '80', 'asset.financial.limit': '50000', 'disease.list': '尿毒症、恶性肿瘤', 'living.relief': '400', 'med.contrib.amount': '250', 'med.supp.amount': '90',
  'med.relief.ratio': '0.7', 'med.relief.cap': '20000', 'temp.base': '1000', 'temp.cap': '6000', 'temp.times': '2', 'temp.share': '0.5', 'temp.uplift': '0.4', 'temp.onecase.cap': '40000', 'housing.repair': '40000',
};
const published = (division: string): PublishedValues =>
  new PublishedValues(Object.entries(VALUES).map(([key, value]): Standard => ({ key, code6: division, value, validFrom: '2018-01-01', validTo: undefined, basis: '某文〔2018〕1号' })));

test('a value of every key that needs no choice of method is published here', () => {
  expect(Object.keys(VALUES).sort()).toEqual([...LOCAL_KEYS.keys()].filter((key) => !key.startsWith('dibao.tier.')).sort());
});

/** Lowers a cap the documents print: without it the printed one is used. */
const CAPS = ['temp.uplift', 'temp.onecase.cap', 'housing.repair'];

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const fen = fc.oneof(fc.constantFrom(0, 69_999, 70_000, 70_001, 105_000, 105_001), fc.integer({ min: 0, max: 400_000 }));
const member = (id: string): fc.Arbitrary<Member> => fc.record({
  id: fc.constant(id),
  birthOn: fc.date({ min: new Date('1935-01-01'), max: new Date('2017-12-31'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
  counted: fc.boolean(),
  income: fc.record({ wagesFen: fen, transferFen: fen, contributionsFen: fc.integer({ min: 0, max: 50_000 }) }),
  employed: fc.boolean(),
  labour: fc.constantFrom('full', 'partial', 'none'),
  selfCare: fc.constantFrom('full', 'partial', 'lost'),
  disability: maybe(fc.record({ type: fc.constantFrom(...DISABILITY_TYPES), grade: fc.constantFrom(1, 2, 3, 4) })),
  disease: maybe(fc.constantFrom('尿毒症', '感冒')),
  student: maybe(fc.constantFrom('preschool', 'compulsory', 'seniorHigh', 'secondaryVocational', 'higher')),
  supporters: maybe(fc.constantFrom('none', 'unable', 'able')),
  incomeSource: fc.boolean(),
  supportedBy: fc.constantFrom('self', 'parents', 'siblings'),
  orphan: fc.option(fc.constantFrom('dispersed', 'institution'), { nil: undefined, freq: 8 }),
  unsupportedChild: fc.boolean(),
  care: fc.constantFrom('dispersed', 'institution'),
  communityCorrection: fc.boolean(),
}).map((made) => JSON.parse(JSON.stringify({ ...made, employed: made.income.wagesFen > 0 })) as Member);

const household: fc.Arbitrary<Facts> = fc.tuple(
  fc.integer({ min: 1, max: 5 }).chain((size) => fc.tuple(...Array.from({ length: size }, (_, index) => member(`M${index + 1}`)))),
  fc.record({
    causes: fc.subarray([...CAUSES]), consent: fc.constant(true), lacksLabour: fc.boolean(),
    assets: fc.record({ compliant: fc.boolean(), financialFen: fc.integer({ min: 0, max: 10_000_000 }) }),
    rigid: fc.array(fc.record({ kind: fc.constantFrom('medical', 'education', 'disability', 'other'), monthlyFen: fc.integer({ min: 0, max: 200_000 }) }), { maxLength: 3 }),
    lookbackFen: fen, annual: maybe(fc.record({ ownPaidFen: fen, governmentPaidFen: fen })),
  }),
).filter(([members]) => members.some(({ counted }) => counted)).map(([members, { rigid, lookbackFen, annual, ...rest }]) => ({
  ...rest, members, rigidExpenditure: rigid, ...(annual === undefined ? {} : { annualReview: annual }),
  lookback: ['2019-03', '2019-04', '2019-05', '2020-03', '2020-04', '2020-05'].map((ym) => ({ ym, incomeFen: lookbackFen })),
}));
const place = fc.constantFrom(...PLACES);

const run = (facts: Facts, [division, on]: (typeof PLACES)[number]): Determination => determine(book, published(division), facts, division, parseCivilDate(on));
const outcome = ({ category, benefits }: Determination): unknown =>
  ({ category, benefits: benefits.map(({ benefit, unit, eligible, members, amountFen }) => canonicalJson({ benefit, unit, eligible, members: [...members].sort(), amountFen: amountFen ?? -1 })).sort() });

test('amounts are whole fen, never negative, and only what is eligible is paid', () => {
  fc.assert(fc.property(household, place, (facts, where) => {
    for (const { amountFen, eligible } of run(facts, where).benefits) {
      if (amountFen !== undefined) expect({ whole: Number.isSafeInteger(amountFen) && amountFen >= 0, eligible }).toEqual({ whole: true, eligible: 'yes' });
    }
  }), { numRuns: 1_000 });
});

test('the same input gives the same bytes, and the input is left as it was', () => {
  fc.assert(fc.property(household, place, (facts, where) => {
    const before = JSON.stringify(facts);
    expect(JSON.stringify(run(facts, where))).toBe(JSON.stringify(run(JSON.parse(before) as Facts, where)));
    expect(JSON.stringify(facts)).toBe(before);
  }), { numRuns: 200 });
});

test('every trace computes again from its own recorded inputs', () => {
  fc.assert(fc.property(household, place, (facts, where) => {
    expect(verifyTrace(JSON.parse(JSON.stringify(run(facts, where))) as Determination)).toEqual([]);
  }), { numRuns: 500 });
});

test('a trace with any result, amount or verdict altered is found out', () => {
  fc.assert(fc.property(household, place, fc.nat(), (facts, where, at) => {
    const made = JSON.parse(JSON.stringify(run(facts, where))) as { trace: { result: unknown }[]; benefits: { amountFen?: number; eligible: string }[] } & Determination;
    const step = made.trace[at % made.trace.length];
    if (step !== undefined) step.result = typeof step.result === 'number' ? step.result + 1 : typeof step.result === 'boolean' ? !step.result : `${String(step.result)}0`;
    expect(verifyTrace(made)).not.toEqual([]);
    const paid = JSON.parse(JSON.stringify(run(facts, where))) as typeof made;
    const benefit = paid.benefits[at % paid.benefits.length];
    if (benefit === undefined) return;
    if (benefit.amountFen === undefined) benefit.eligible = benefit.eligible === 'no' ? 'yes' : 'no';
    else benefit.amountFen += 1;
    expect(verifyTrace(paid)).not.toEqual([]);
  }), { numRuns: 200 });
});

/** Alters one thing of a determination; false where it has none of the kind. */
type Forgery = (made: { trace: { rule: string; formula: string; inputs: Record<string, { value: unknown; from: string }> }[]; values: { value: string }[]; category: string }, at: number) => boolean;
const FORGERIES: Readonly<Record<string, Forgery>> = {
  'a formula': ({ trace }, at) => {
    const step = trace[at % Math.max(trace.length, 1)];
    if (step === undefined) return false;
    step.formula = step.formula.startsWith('round') ? '999999' : `(${step.formula})`;
    return true;
  },
  'an input that is a figure, a published value or a result': ({ trace }, at) => {
    const inputs = trace.flatMap((step) => Object.values(step.inputs)).filter(({ from, value }) => /^(param|local|step):\S+$/.test(from) && typeof value === 'number');
    const input = inputs[at % Math.max(inputs.length, 1)];
    if (input === undefined) return false;
    input.value = (input.value as number) + 100;
    return true;
  },
  'a value': ({ values }, at) => {
    const used = values[at % Math.max(values.length, 1)];
    if (used === undefined) return false;
    used.value = `${used.value}1`;
    return true;
  },
  'the category': (made) => { made.category = made.category === 'tekun' ? 'none' : 'tekun'; return true; },
};
test.each(Object.entries(FORGERIES))('a determination with %s altered is found out', (_what, forge) => {
  fc.assert(fc.property(household, place, fc.nat(), (facts, where, at) => {
    const made = JSON.parse(JSON.stringify(run(facts, where))) as Determination;
    if (forge(made as never, at)) expect(verifyTrace(made)).not.toEqual([]);
  }), { numRuns: 300 });
});

test('the order of members does not matter', () => {
  fc.assert(fc.property(household, place, fc.nat(), (facts, where, turn) => {
    const at = turn % facts.members.length;
    const turned = { ...facts, members: [...facts.members.slice(at), ...facts.members.slice(0, at)].reverse() };
    expect(outcome(run(turned, where))).toEqual(outcome(run(facts, where)));
  }), { numRuns: 500 });
});

test('the highest status wins once: nobody is supported as 特困, orphan, in 低保 or in a graduated exit at the same time', () => {
  fc.assert(fc.property(household, place, (facts, where) => {
    const { benefits } = run(facts, where);
    for (const { id } of facts.members) {
      const exclusive = benefits.filter(({ benefit, eligible, members }) => ['tekun', 'orphan', 'dibao', 'livingRelief', 'graduatedExit'].includes(benefit) && eligible === 'yes' && members.includes(id));
      expect(exclusive.length).toBeLessThanOrEqual(1);
    }
    const tekun = new Set(benefits.filter(({ benefit }) => benefit === 'tekun').flatMap(({ members }) => members));
    for (const { benefit, members } of benefits) if (benefit.startsWith('disability')) expect(members.some((id) => tekun.has(id))).toBe(false);
  }), { numRuns: 1_000 });
});

/** Paid per month to the household and to each member, with single-person entries apart. */
const monthly = ({ benefits }: Determination, unit: 'household' | 'single'): number =>
  benefits.filter((result) => result.benefit === 'dibao' && result.unit === unit && result.eligible === 'yes').reduce((sum, { amountFen = 0 }) => sum + amountFen, 0);

/**
 * A single-person entry opens where the whole household fails (GX-2019-05-09, KS-2020-03-03), so the sum of a household can
 * step up at that line: the law is held against each unit by itself, and for single persons while the household's own verdict stays.
 */
test('more income is never a higher amount', () => {
  fc.assert(fc.property(household, place, fc.nat(), fc.integer({ min: 1, max: 200_000 }), (facts, where, who, more) => {
    const at = who % facts.members.length;
    const richer: Facts = { ...facts, members: facts.members.map((one, index) => (index === at ? { ...one, income: { ...one.income, transferFen: (one.income?.transferFen ?? 0) + more } } : one)) };
    const [before, after] = [run(facts, where), run(richer, where)];
    expect(monthly(after, 'household')).toBeLessThanOrEqual(monthly(before, 'household'));
    const isIn = (determination: Determination): boolean => determination.benefits.some(({ benefit, unit, eligible }) => benefit === 'dibao' && unit === 'household' && eligible === 'yes');
    const isPoor = (determination: Determination): boolean => determination.benefits.some(({ benefit }) => benefit === 'relativePoor');
    if (isIn(before) === isIn(after) && isPoor(before) === isPoor(after)) expect(monthly(after, 'single')).toBeLessThanOrEqual(monthly(before, 'single'));
  }), { numRuns: 2_000 });
});

test('a missing fact or value is refused by its name, never guessed', () => {
  fc.assert(fc.property(household, place, fc.constantFrom(...Object.keys(VALUES).filter((key) => !CAPS.includes(key))), (facts, where, missing) => {
    const [division, on] = where;
    const rest = new PublishedValues(Object.entries(VALUES).filter(([key]) => key !== missing).map(([key, value]): Standard => ({ key, code6: division, value, validFrom: '2018-01-01', validTo: undefined })));
    const whole = run(facts, where);
    const used = whole.values.some(({ from }) => from.startsWith(`local:${division}/${missing}@`));
    let refusal: unknown;
    try { determine(book, rest, facts, division, parseCivilDate(on)); } catch (error) { refusal = error; }
    if (!used) return expect(refusal).toBeUndefined();
    expect(refusal).toBeInstanceOf(DomainError);
    expect(refusal).toMatchObject({ code: 'STANDARD_NOT_PUBLISHED', details: { key: missing, division, on } });
  }), { numRuns: 500 });
});
