/**
 * Good returns with bytes changed, removed, doubled or cut off, and words misplaced, at random (seeded). Each is either read as the very same items or refused
 * by name. What a format has no second statement of (the bank's serial number, its reason, the date) can change unseen where no digest
 * covers it: there only number, status and amount are compared.
 */
import { DomainError } from '#kernel';
import { camt053, delimitedReturn, type Outcome, pain002 } from '../testing/bank-double.js';
import { drain, itemOf, optionsFor, streamOf } from '../testing/batches.js';
import { CSV_LAYOUT, delimitedFormat, iso20022Format, PIPE_LAYOUT, type BankFormat, type ReturnItem } from './index.js';

const RUNS = 1_500;
const BATCH = '360111-DB-201903-1';
const ITEMS = Array.from({ length: 6 }, (_unused, index) => itemOf(index + 1, { payeeName: ['欧阳翀', '𠮷田', '李喆'][index % 3] as string }));
const OUTCOMES: readonly Outcome[] = ITEMS.map((item, index) => (index % 3 === 0 ? { item, status: 'S', txnNo: `00${index}`, date: '2019-03-11' } : index % 3 === 1 ? { item, status: 'F', code: 'AC04', text: '已销户' } : { item, status: 'P' }));

/** mulberry32. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** A word of the file in the place of another of its length: what no checksum of a word finds, such as another status. */
function misplaced(bytes: Buffer, below: (below: number) => number): Buffer {
  const text = bytes.toString('latin1');
  const words = [...text.matchAll(/[^<>|,\r\n]+/g)];
  const target = words[below(Math.max(words.length, 1))];
  if (target === undefined) return bytes;
  const alike = words.filter(([word]) => word.length === target[0].length);
  const source = alike[below(alike.length)]?.[0] ?? '';
  return Buffer.from(text.slice(0, target.index) + source + text.slice(target.index + source.length), 'latin1');
}

function mutated(good: Buffer, seed: number): Buffer {
  const below = random(seed);
  let bytes: Buffer = Buffer.from(good);
  for (let change = 1 + below(3); change > 0; change -= 1) {
    const at = below(bytes.length);
    switch (below(10)) {
      case 0: bytes[at] = below(256); break;
      case 1: bytes[at] = (bytes[at] as number) ^ (1 << below(8)); break;
      case 2: bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + below(8))]); break;
      case 3: bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + 1 + below(60)), bytes.subarray(at)]); break;
      case 4: bytes[at] = '0123456789|,"\n<>&'.charCodeAt(below(17)); break;
      case 5: if (below(10) === 0) bytes = bytes.subarray(0, Math.max(at, 1)); break;
      default: bytes = misplaced(bytes, below);
    }
  }
  return bytes;
}

const money = ({ itemNo, seq, status, fen }: ReturnItem): object => ({ itemNo, seq, status, fen });

test.each<readonly [string, BankFormat, Buffer, (item: ReturnItem) => object]>([
  ['pipe, with a digest: every field', delimitedFormat(PIPE_LAYOUT), delimitedReturn(PIPE_LAYOUT, BATCH, OUTCOMES), (item) => item],
  ['csv: money', delimitedFormat(CSV_LAYOUT), delimitedReturn(CSV_LAYOUT, BATCH, OUTCOMES), money],
  ['pain.002: money', iso20022Format(), Buffer.from(pain002(BATCH, OUTCOMES)), money],
])('%s', async (_name, format, good, compared) => {
  const read = async (bytes: Buffer) => drain((format.readReturn as NonNullable<BankFormat['readReturn']>)(streamOf([bytes]), optionsFor(ITEMS, { partial: true })));
  const { items } = await read(good);
  const ends = { same: 0, refused: 0 };
  for (let seed = 1; seed <= RUNS; seed += 1) {
    let found: readonly ReturnItem[];
    try {
      ({ items: found } = await read(mutated(good, seed)));
    } catch (error) {
      if (!(error instanceof DomainError) || !error.code.startsWith('BANK_')) throw new Error(`seed ${seed}`, { cause: error });
      ends.refused += 1;
      continue;
    }
    expect([seed, found.map(compared)]).toEqual([seed, items.map(compared)]);
    ends.same += 1;
  }
  // Both ends are reached, or the test would show nothing.
  expect(ends.same).toBeGreaterThan(20);
  expect(ends.refused).toBeGreaterThan(RUNS / 2);
});

test('camt.053: amounts, directions and balances', async () => {
  const account = '36001111000052500888';
  const good = Buffer.from(camt053(account, 1_000_000, [
    { fen: 80_003, direction: 'DBIT', reference: 'T2', batchNo: 'B-1', payments: [{ itemNo: 'I-1', fen: 40_001 }, { itemNo: 'I-2', fen: 40_002 }] },
    { fen: 40_002, direction: 'CRDT', reference: 'T3', payments: [{ itemNo: 'I-2', fen: 40_002, returnCode: 'AC04' }] },
  ]));
  const read = async (bytes: Buffer) => drain((iso20022Format().readStatement as NonNullable<BankFormat['readStatement']>)(streamOf([bytes]), { account, seen: () => false }));
  const shape = async (bytes: Buffer): Promise<object> => {
    const { items, totals } = await read(bytes);
    return { lines: items.map(({ entry, direction, booked, entryFen, fen }) => ({ entry, direction, booked, entryFen, fen })), opening: totals.openingFen, closing: totals.closingFen };
  };
  const expected = await shape(good);
  let same = 0;
  for (let seed = 1; seed <= RUNS; seed += 1) {
    try {
      const found = await shape(mutated(good, seed));
      expect([seed, found]).toEqual([seed, expected]);
      same += 1;
    } catch (error) {
      if (!(error instanceof DomainError) || !error.code.startsWith('BANK_')) throw error;
    }
  }
  expect(same).toBeGreaterThan(20);
});
