/** Policy for tests: the shipped packs as a book, worked examples read from YAML. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { shippedPacks } from '#application';
import { PolicyBook } from '#policy';

let book: PolicyBook | undefined;
export const shippedBook = (): PolicyBook => (book ??= new PolicyBook(shippedPacks()));

export interface Example {
  readonly name: string;
  readonly vector?: string;
  readonly division: string;
  readonly on: string;
  readonly published?: readonly { readonly key: string; readonly division: string; readonly value: string; readonly from: string; readonly to?: string; readonly basis?: string }[];
  readonly facts: unknown;
  readonly expect: {
    readonly category?: string;
    readonly benefits?: Readonly<Record<string, { readonly eligible: string; readonly yuan?: string }>>;
    readonly absent?: readonly string[];
    readonly notes?: readonly string[];
    readonly absentNotes?: readonly string[];
    readonly refused?: { readonly code: string; readonly mentions?: readonly string[] };
  };
}

const TEXTS = new Set(['id', 'birthOn', 'on', 'ym', 'fromYm', 'disease', 'uplift', 'areaSquareMetres', 'division', 'residencePermitSince', 'member']);

/** Scalars as the facts' format wants them: `…Yuan` becomes whole `…Fen`, whole numbers and true/false become themselves. */
function factsOf(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => factsOf(item, key));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => (name.endsWith('Yuan') ? [name.replace(/Yuan$/, 'Fen'), fenOf(String(item))] : [name, factsOf(item, name)])));
  }
  if (typeof value !== 'string' || TEXTS.has(key)) return value;
  if (value === 'true' || value === 'false') return value === 'true';
  return /^-?\d+$/.test(value) ? Number(value) : value;
}
export function fenOf(yuan: string): number {
  const [, sign = '', whole = '', decimals = ''] = /^(-?)([\d,]+)(?:\.(\d{1,2}))?$/.exec(yuan.trim()) ?? [];
  if (whole === '') throw new Error(`not an amount in yuan: ${yuan}`);
  return Number(`${sign}${whole.replaceAll(',', '')}${decimals.padEnd(2, '0')}`);
}

/** Worked examples of a document. */
export function examplesOf(pack: string): readonly Example[] {
  const raw = parse(readFileSync(`test/rules/examples/${pack}.yaml`, 'utf8'), { schema: 'failsafe' }) as readonly (Example & { readonly facts: unknown })[];
  return raw.map((example) => ({ ...example, facts: factsOf(example.facts) }));
}
