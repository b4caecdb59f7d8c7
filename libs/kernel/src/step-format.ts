/** Parts of the formats of steps: one JSON Schema per step serves the command line, HTTP, its description, and the types of the program. */
import Type, { type TSchema } from 'typebox';

/** Ten billion yuan: more is a slip of the pen. */
const MAX_FEN = 1_000_000_000_000;

const closed = { additionalProperties: false } as const;
export const object = <P extends Record<string, TSchema>>(properties: P, description?: string) => Type.Object(properties, description === undefined ? closed : { ...closed, description });
export const optional = Type.Optional;
export const list = <T extends TSchema>(items: T, description: string, { min = 1, max = 100 }: { readonly min?: number; readonly max?: number } = {}) =>
  Type.Array(items, { minItems: min, maxItems: max, uniqueItems: true, description });

export const day = (description: string) => Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$', description });
export const month = (description: string) => Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$', description });
export const fen = (description: string) => Type.Integer({ minimum: 0, maximum: MAX_FEN, description: `${description} Fen.` });
/** Money that is owed or moved is never nothing. */
export const money = (description: string) => Type.Integer({ minimum: 1, maximum: MAX_FEN, description: `${description} Fen.` });
export const count = (description: string, minimum = 0, maximum = 1_000) => Type.Integer({ minimum, maximum, description });
export const bool = (description: string) => Type.Boolean({ description });
export const text = (description: string, maxLength = 500) => Type.String({ minLength: 1, maxLength, pattern: '\\S', description });
/** An office's own number: becomes part of names, so neither separators nor control characters. */
export const number = (description: string) => Type.String({ pattern: '^[^\\p{C}\\p{Z}@|]{1,80}$', description });
export const staff = number;
export const citizen = (description: string) => Type.String({ pattern: '^\\d{17}[0-9X]$', description });
export const division = (description: string) => Type.String({ pattern: '^(\\d{6}|\\d{9}|\\d{12})$', description });
export const oneOf = <const V extends readonly string[]>(values: V, description: string) => Type.Unsafe<V[number]>({ type: 'string', enum: values, description });

/** The day on which the step was taken, in China. */
export const on = day('Day of the step, YYYY-MM-DD.');

const paper = object({
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the paper, hex.' }),
  kind: text('Kind of the paper.', 40),
  capturedAt: optional(Type.String({ maxLength: 40, pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}', description: 'When it was taken, RFC 3339.' })),
  gps: optional(text('Where it was taken, "lat,lon".', 60)),
  deviceId: optional(text('The device.', 80)),
});
const PAPERS = 'Papers that prove the step, by content.';
export const evidence = optional(list(paper, PAPERS, { min: 0, max: 50 }));
/** Of a step that nobody takes without a paper. */
export const papers = list(paper, PAPERS, { max: 50 });
