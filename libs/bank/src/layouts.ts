/** The layouts of an office's own banks, from its configuration file. */
import { Ajv } from 'ajv';
import Type from 'typebox';
import { delimitedFormat } from './delimited/format.js';
import { layoutOf, workbookLayoutOf } from './delimited/layout.js';
import { wrongLayout } from './refusals.js';
import type { BankFormat } from './types.js';
import { workbookFormat } from './xlsx/format.js';
import type { SheetReader } from './xlsx/read-return.js';

/** Of a configuration file; each layout is then held against the shape of its kind. */
const isFile = new Ajv({ strict: true }).compile<{ readonly layouts: readonly { readonly id: string; readonly container?: string }[] }>(
  Type.Object({ layouts: Type.Array(Type.Object({ id: Type.String() }), { minItems: 1, maxItems: 50 }) }, { additionalProperties: false }));

/** A format for each layout. `taken`: ids that there are already. @throws DomainError `BANK_LAYOUT_INVALID` */
export function formatsOf(file: unknown, readSheet: SheetReader, taken: readonly string[]): readonly BankFormat[] {
  if (!isFile(file)) throw wrongLayout(`${isFile.errors?.[0]?.instancePath ?? ''} ${isFile.errors?.[0]?.message ?? ''}`.trim());
  const ids = new Set(taken);
  return file.layouts.map((layout) => {
    if (ids.has(layout.id)) throw wrongLayout(`the id ${layout.id.slice(0, 40)} is taken`);
    ids.add(layout.id);
    return layout.container === undefined ? delimitedFormat(layoutOf(layout)) : workbookFormat(workbookLayoutOf(layout), readSheet);
  });
}
