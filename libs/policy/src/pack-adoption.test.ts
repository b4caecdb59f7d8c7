import { parseCivilDate as d } from '#kernel';
import { specificationOf } from '../../../test/support/decider-spec.js';
import { type AdoptPack, adoptionOn, type Pack, packDecider, type PackEvent } from './index.js';

const pack = (version: number): Pack => ({ pack: 'XM-2018', version, validFrom: '2018-03-23' }) as unknown as Pack;
const adopt = (version: number, effectiveFrom: string, change: Partial<AdoptPack> = {}): AdoptPack =>
  ({ type: 'AdoptPack', pack: pack(version), sha256: `hash${version}`, effectiveFrom: d(effectiveFrom), on: d('2021-05-06'), ...change });
const adopted = (version: number, effectiveFrom: string, sha256 = `hash${version}`): PackEvent =>
  ({ type: 'PackAdopted', data: { pack: 'XM-2018', version, sha256, effectiveFrom, content: pack(version) } });
const spec = specificationOf(packDecider);

describe('adopting a pack', () => {
  it('keeps the whole pack, from its day on', () => {
    spec.given([]).when(adopt(1, '2018-03-23')).then([{ ...adopted(1, '2018-03-23'), occurredAt: d('2021-05-06'), effectiveFrom: d('2018-03-23') }]);
  });
  it('lets two versions stand side by side', () => {
    spec.given([adopted(1, '2018-03-23')]).when(adopt(2, '2021-01-01')).then([{ ...adopted(2, '2021-01-01'), occurredAt: d('2021-05-06'), effectiveFrom: d('2021-01-01') }]);
  });
  it('again is nothing, from another day a further adoption', () => {
    spec.given([adopted(1, '2018-03-23')]).when(adopt(1, '2018-03-23')).then([]);
    spec.given([adopted(1, '2018-03-23'), adopted(2, '2021-01-01')]).when(adopt(1, '2022-01-01')).then([{ ...adopted(1, '2022-01-01'), occurredAt: d('2021-05-06'), effectiveFrom: d('2022-01-01') }]);
  });
  it('takes an earlier version up again, also for the very day', () => {
    const both = [adopted(1, '2018-03-23'), adopted(2, '2018-03-23')];
    spec.given(both).when(adopt(1, '2018-03-23')).then([{ ...adopted(1, '2018-03-23'), occurredAt: d('2021-05-06'), effectiveFrom: d('2018-03-23') }]);
    spec.given([...both, adopted(1, '2018-03-23')]).when(adopt(1, '2018-03-23')).then([]);
  });
  it('is nothing where the version holds on the day already, from whatever day', () => {
    spec.given([adopted(1, '2018-03-23')]).when(adopt(1, '2020-01-01')).then([]);
    spec.given([adopted(1, '2020-01-01')]).when(adopt(1, '2018-03-23')).then([{ ...adopted(1, '2018-03-23'), occurredAt: d('2021-05-06'), effectiveFrom: d('2018-03-23') }]);
  });
  it('never changes what a version says', () => {
    spec.given([adopted(1, '2018-03-23', 'other')]).when(adopt(1, '2018-03-23')).thenRefused('PACK_VERSION_CONFLICT');
    spec.given([adopted(1, '2018-03-23', 'other'), adopted(2, '2021-01-01')]).when(adopt(1, '2022-01-01', { asShipped: true })).thenRefused('PACK_VERSION_CONFLICT');
  });
  it('because it came with the program gives way to what somebody adopted for the day', () => {
    spec.given([adopted(2, '2018-03-23')]).when(adopt(1, '2018-03-23', { asShipped: true })).then([]);
    spec.given([adopted(2, '2021-01-01')]).when(adopt(1, '2018-03-23', { asShipped: true })).then([{ ...adopted(1, '2018-03-23'), occurredAt: d('2021-05-06'), effectiveFrom: d('2018-03-23') }]);
  });
});

describe('the adoption that holds', () => {
  const all = [adopted(1, '2018-03-23'), adopted(2, '2021-01-01'), adopted(3, '2021-01-01'), adopted(4, '2020-01-01')].map(({ data }) => data);
  it.each([['2018-03-22', undefined], ['2018-03-23', 1], ['2019-12-31', 1], ['2020-01-01', 4], ['2021-01-01', 3], ['2030-01-01', 3]])('on %s is version %p', (on, version) => {
    expect(adoptionOn(all, on)?.version).toBe(version);
  });
});
