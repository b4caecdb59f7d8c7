import { parseCivilDate as d } from '#kernel';
import { ACTOR, instant, Office, packFile, replaced } from '../../../test/policy-ledger/support.js';
import { boundPack, readPackText, shippedPacks } from './packs.js';
import { type Known, PolicySources } from './policy-sources.js';

let office: Office;
beforeEach(async () => { office = await Office.open(); });
afterEach(() => office.close());

const VERSION_1 = packFile('XM-2018');
const VERSION_2 = replaced(VERSION_1, ['version: 1', 'version: 2']);
const VERSION_3 = replaced(VERSION_1, ['version: 1', 'version: 3']);
const adopt = (yaml: string) => office.policy.adoptPack(yaml, d('2018-03-23'), ACTOR);
/** The version that a program which brings `shipped` decides with. */
const versionKnown = async (shipped: string, known: Known, on = '2018-06-01') => {
  const sources = new PolicySources(office.ledger.store, () => shippedPacks().map((bound) => (bound.pack.pack === 'XM-2018' ? boundPack(readPackText(shipped)) : bound)));
  return sources.bookOn(await sources.adopted(known), d(on)).get('XM-2018')?.pack.version;
};
const at = (instantKnown: string): Known => ({ kind: 'at', instant: instantKnown });

describe('a pack as it was known before it was first adopted', () => {
  it('is the first adopted one, not that of a later program', async () => {
    const before = await instant();
    await adopt(VERSION_1);
    const between = await instant();
    await adopt(VERSION_2);
    expect([await versionKnown(VERSION_3, at(before)), await versionKnown(VERSION_3, at(between)), await versionKnown(VERSION_3, { kind: 'now' })]).toEqual([1, 1, 2]);
    expect(await versionKnown(VERSION_3, at(before), '2010-01-01')).toBe(1);
  });
  it('is the shipped one where none was ever adopted, or first one above it, which no program brought', async () => {
    const before = await instant();
    expect(await versionKnown(VERSION_3, at(before))).toBe(3);
    await adopt(VERSION_2);
    expect([await versionKnown(VERSION_1, at(before)), await versionKnown(VERSION_1, { kind: 'now' })]).toEqual([1, 2]);
  });
});
