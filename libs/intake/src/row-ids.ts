/** What names the command of a row, so that the ledger recognises it wherever it comes from: county, sheet and key; and its content. */
import { type CommandContext, digestOf, type Json, uuidOf } from '#kernel';
import type { PublishStandard } from '#policy';
import type { SheetName, SheetValues } from '#workbook';

type Identity = Required<Pick<CommandContext, 'commandId' | 'payloadDigest'>>;

/** `key` is that of the row; the digest is of what the office wrote, normalised: not how, and not what its file says of itself. */
export const rowIdentity = (code6: string, sheet: SheetName, key: string, values: object): Identity =>
  ({ commandId: uuidOf(`row/${code6}/${sheet}/${key}`), payloadDigest: digestOf(values as unknown as Json) });

/** A value published by itself is the row of 标准 that it would be: the one recognises the other, and contradicts it. */
export function publicationIdentity({ key, code6, value, unit, validFrom, validTo, basis }: PublishStandard): Identity {
  const values: SheetValues['标准'] = { parameter: key, value, unit: unit ?? null, validFrom, validTo: validTo ?? null, basis: basis ?? null };
  return rowIdentity(code6, '标准', JSON.stringify([key, validFrom]), values);
}
