/** The shapes of published values, as JSON Schema: narrow enough that no name, citizen number, telephone number or account fits one by mistake. */
import { Ajv } from 'ajv';

/** A citizen number, a bank account or a card has fifteen digits or more in a row, a mobile number eleven that begin with 13 to 19. */
export const PERSONAL_DIGITS = '\\d{15}|(^|\\D)1[3-9]\\d{9}(\\D|$)';
const noPersonalDigits = { pattern: PERSONAL_DIGITS } as const;

const number = { type: 'string', maxLength: 100, pattern: '^[^\\p{C}\\p{Z}|]+$', not: noPersonalDigits, description: "An office's own number, or number@county." } as const;
const code = { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_./:-]{0,79}$', not: noPersonalDigits, description: 'A code of the program.' } as const;
const day = { type: 'string', pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$', description: 'A day in China, YYYY-MM-DD.' } as const;

export const SHAPES = {
  number, code, day,
  month: { type: 'string', pattern: '^\\d{4}-(0[1-9]|1[0-2])$', description: 'A month, YYYY-MM.' },
  period: { type: 'string', pattern: '^\\d{4}([QH]\\d)?$', description: 'A year, half-year or quarter: 2019, 2019H1, 2019Q2.' },
  fen: { type: 'integer', minimum: 0, description: 'Fen.' },
  delta: { type: 'integer', description: 'Fen more, or less where negative.' },
  count: { type: 'integer', minimum: 0, description: 'A number of persons, things or days; a year.' },
  bool: { type: 'boolean' },
  decimal: { type: ['string', 'null'], pattern: '^[-0-9.、]{1,14}$', description: 'A published value: exact decimals, of a list parted by 、.' },
  division: { type: 'string', pattern: '^(\\d{6}|\\d{9})$', description: 'A county or a town, by its code.' },
  id: { type: 'string', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$', not: noPersonalDigits, description: 'The id of an event.' },
  hash: { type: 'string', pattern: '^([0-9a-f]{64}|[A-Za-z0-9_-]{43})$', description: 'SHA-256, hex or base64url.' },
  document: { type: 'string', maxLength: 200, pattern: '^[^\\p{C}]+$', not: noPersonalDigits, description: 'Words of a published document, a unit, or a header.' },
  numbers: { type: 'array', maxItems: 2_000, items: number },
  codes: { type: 'array', maxItems: 200, items: code },
  days: { type: 'array', maxItems: 200, items: day },
} as const;
export type ShapeName = keyof typeof SHAPES;

const ajv = new Ajv({ strict: true, allowUnionTypes: true, unicodeRegExp: true });
const CHECKS = Object.fromEntries(Object.entries(SHAPES).map(([name, schema]) => [name, ajv.compile(schema)])) as unknown as Readonly<Record<ShapeName, (value: unknown) => boolean>>;

/** Whether a value may be published as this. */
export const hasShape = (shape: ShapeName, value: unknown): boolean => CHECKS[shape](value);
