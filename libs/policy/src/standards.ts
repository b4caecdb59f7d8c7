/** Locally published standards: dated values per county, as events. A missing value is never guessed, a wrong one is corrected and stays readable. */
import { assertNever, type CivilDate, codecOf, type Decided, type Decider, DomainError, parseCivilDate, type StreamType } from '#kernel';
import { compare, exactOf } from './exact.js';
import { LOCAL_KEYS, type LocalKey, listItems } from './local-keys.js';

export interface Standard {
  /** Key of the parameter index (policy-facts.md §6), e.g. `dibao.std`. */
  readonly key: string;
  readonly code6: string;
  /** Exact decimal text in the unit printed beside it, e.g. `670` or `1.5`. */
  readonly value: string;
  readonly unit?: string | undefined;
  readonly validFrom: string;
  /** Last day, inclusive; open where absent. */
  readonly validTo?: string | undefined;
  /** The instrument it rests on, in the office's words. */
  readonly basis?: string | undefined;
}

/** What can be wrong in a publication. Key, division and first day name it; another of these is another publication. */
export type CorrectedField = 'value' | 'validTo';

/** One corrected field of one publication. */
export interface Correction {
  readonly field: CorrectedField;
  /** As it was before; null where nothing was said. */
  readonly old: string | null;
  readonly new: string;
  readonly reason: string;
  readonly approver: string;
}

export type StandardEvent =
  | { readonly type: 'StandardPublished'; readonly data: Standard }
  | { readonly type: 'StandardCorrected'; readonly data: Correction & Pick<Standard, 'key' | 'code6' | 'validFrom'> };

export interface PublishStandard extends Omit<Standard, 'validFrom' | 'validTo'> {
  readonly type: 'PublishStandard';
  readonly validFrom: CivilDate;
  readonly validTo?: CivilDate | undefined;
}
/** Corrects the value, the last day, or both. */
export interface CorrectStandard {
  readonly type: 'CorrectStandard';
  readonly key: string;
  readonly code6: string;
  readonly validFrom: CivilDate;
  readonly value?: string | undefined;
  readonly validTo?: CivilDate | undefined;
  readonly reason: string;
  readonly approver: string;
  /** The day on which it was corrected. */
  readonly on: CivilDate;
}
export type StandardCommand = PublishStandard | CorrectStandard;

/** A publication as it is now, with everything it was before. */
export interface PublishedStandard extends Standard {
  /** Oldest first. */
  readonly corrections: readonly Correction[];
}

/** Everything a county published, in the order of publication, after one more event. */
export function withStandardEvent(published: readonly PublishedStandard[], event: StandardEvent): readonly PublishedStandard[] {
  switch (event.type) {
    case 'StandardPublished':
      return [...published, { ...event.data, corrections: [] }];
    case 'StandardCorrected':
      return published.map((standard) => (standard.key === event.data.key && standard.validFrom === event.data.validFrom ? corrected(standard, event.data) : standard));
    default:
      return assertNever(event, 'standard event');
  }
}

/** Members always in this order, so that the bytes of a row do not tell in how many pages it was folded. */
function corrected({ key, code6, value, unit, validFrom, validTo, basis, corrections }: PublishedStandard, { field, old, new: right, reason, approver }: Correction): PublishedStandard {
  return {
    key, code6, value: field === 'value' ? right : value, unit, validFrom, validTo: field === 'validTo' ? right : validTo, basis,
    corrections: [...corrections, { field, old, new: right, reason, approver }],
  };
}

export interface StandardsState {
  /** By `key|validFrom`. */
  readonly published: Map<string, PublishedStandard>;
}

const idOf = ({ key, validFrom }: Pick<Standard, 'key' | 'validFrom'>): string => `${key}|${validFrom}`;

/** @throws DomainError `STANDARD_EXISTS` `STANDARD_UNKNOWN` `STANDARD_VALUE_INVALID` `STANDARD_PERIOD_INVALID` `CORRECTION_EMPTY` */
function decide(command: StandardCommand, state: StandardsState): Decided<StandardEvent>[] {
  switch (command.type) {
    case 'PublishStandard': {
      if (state.published.has(idOf(command))) {
        throw new DomainError('STANDARD_EXISTS', 'conflict', `${command.key} from ${command.validFrom} is published already. Publish a correction instead.`);
      }
      const { type: _type, ...data } = command;
      return [{ type: 'StandardPublished', data, occurredAt: command.validFrom, effectiveFrom: command.validFrom }];
    }
    case 'CorrectStandard':
      return decideCorrection(command, state.published.get(idOf(command)));
    default:
      return assertNever(command, 'standard command');
  }
}

function decideCorrection(command: CorrectStandard, published: PublishedStandard | undefined): Decided<StandardEvent>[] {
  const { key, code6, validFrom, reason, approver, on } = command;
  if (published === undefined) {
    throw new DomainError('STANDARD_UNKNOWN', 'notFound', `${key} from ${validFrom} was not published for division ${code6}, so there is nothing to correct. Check key, division and first day, or publish it.`, { key, division: code6, from: validFrom });
  }
  const wanted: readonly { readonly field: CorrectedField; readonly right: string | undefined }[] = [
    { field: 'value', right: command.value === undefined ? undefined : standardValue(key, command.value) },
    { field: 'validTo', right: command.validTo },
  ];
  if (command.validTo !== undefined && command.validTo < validFrom) throw periodInvalid(validFrom, command.validTo);
  const given = wanted.filter((correction): correction is { field: CorrectedField; right: string } => correction.right !== undefined);
  const changes = given.filter(({ field, right }) => published[field] !== right);
  if (changes.length === 0 && !isRepetition(command, published, given)) {
    throw new DomainError('CORRECTION_EMPTY', 'invalid', `The correction of ${key} from ${validFrom} changes nothing: it names no other value and no other last day than are recorded. Give the right value or the right last day.`, { key, division: code6, from: validFrom });
  }
  return changes.map(({ field, right }) => ({
    type: 'StandardCorrected', data: { key, code6, validFrom, field, old: published[field] ?? null, new: right, reason, approver }, occurredAt: on, effectiveFrom: validFrom,
  }));
}

/** The correction sent again, because its answer was lost: what it says was the last word on every field it names. */
const isRepetition = ({ reason, approver }: CorrectStandard, { corrections }: PublishedStandard, given: readonly { readonly field: CorrectedField; readonly right: string }[]): boolean =>
  given.length > 0 && given.every(({ field, right }) => {
    const last = corrections.findLast((correction) => correction.field === field);
    return last?.new === right && last.reason === reason && last.approver === approver;
  });

/** Changes the one map in place: copying it for each event would be quadratic. */
function evolve(state: StandardsState, event: StandardEvent): StandardsState {
  const id = idOf(event.data);
  switch (event.type) {
    case 'StandardPublished':
      state.published.set(id, { ...event.data, corrections: [] });
      return state;
    case 'StandardCorrected': {
      const published = state.published.get(id);
      if (published === undefined) throw new Error('a value was corrected that was not published');
      state.published.set(id, corrected(published, event.data));
      return state;
    }
    default:
      return assertNever(event, 'standard event');
  }
}

export const standardsDecider: Decider<StandardsState, StandardCommand, StandardEvent> = { initialState: () => ({ published: new Map() }), decide, evolve };

/** Streams `policy-<county>`: what one county published. A city or province has a stream of its own. */
export const standardsStream: StreamType<StandardsState, StandardCommand, StandardEvent> = {
  category: 'policy',
  decider: standardsDecider,
  codec: codecOf<StandardEvent>(1, { StandardPublished: true, StandardCorrected: true }),
};

/** The value in force on a day: the latest start among those that cover it. */
export function standardOn(standards: readonly Standard[], key: string, on: string): Standard | undefined {
  let found: Standard | undefined;
  for (const standard of standards) {
    if (standard.key !== key || standard.validFrom > on || (standard.validTo !== undefined && standard.validTo < on)) continue;
    if (found === undefined || standard.validFrom > found.validFrom) found = standard;
  }
  return found;
}

/** A publication as somebody wrote it down. */
export interface StandardText {
  readonly key: string;
  readonly division: string;
  readonly value: string;
  readonly unit?: string | undefined;
  readonly from: string;
  readonly to?: string | undefined;
  readonly basis?: string | undefined;
}

/** Characters of a value, an instrument, a reason: more is no such thing. */
const MAX_VALUE = 4_000;
const MAX_TEXT = 500;
/** As a workbook's cell: ten digits before the point, six behind it. */
const DECIMAL = /^0*(\d{1,10})(?:\.(\d{1,6}))?$/;

/**
 * The command that publishes a value given by itself, checked more strictly than a workbook's row: the key must be known.
 * Values are normalised as those of a workbook are, so that the same value is the same wherever it comes from.
 * @throws DomainError `STANDARD_KEY_UNKNOWN` `DIVISION_INVALID` `STANDARD_VALUE_INVALID` `DATE_INVALID` `STANDARD_PERIOD_INVALID` `STANDARD_TEXT_INVALID`
 */
export function standardToPublish({ key, division, value, unit, from, to, basis }: StandardText): PublishStandard {
  const publication = standardNamed({ key, division, from });
  const validTo = to === undefined ? undefined : parseCivilDate(to);
  if (validTo !== undefined && validTo < publication.validFrom) throw periodInvalid(publication.validFrom, validTo);
  if (unit !== undefined && /[%％]/.test(unit)) throw percentInvalid(key);
  return { type: 'PublishStandard', ...publication, value: standardValue(key, value), unit: textOf('unit', unit), validTo, basis: textOf('basis', basis) };
}

/**
 * The command that corrects a publication.
 * @throws DomainError `STANDARD_TEXT_INVALID` `DIVISION_INVALID` `DATE_INVALID`; the rest is found against what was published.
 */
export function standardToCorrect({ key, division, from, value, to, reason, approver }: Pick<StandardText, 'key' | 'division' | 'from' | 'to'> & { readonly value?: string | undefined; readonly reason: string; readonly approver: string }, on: CivilDate): CorrectStandard {
  const named = { key, code6: codeOf(division), validFrom: parseCivilDate(from) };
  return { type: 'CorrectStandard', ...named, value, validTo: to === undefined ? undefined : parseCivilDate(to), reason: statedText('reason', reason), approver: statedText('approver', approver), on };
}

function standardNamed({ key, division, from }: Pick<StandardText, 'key' | 'division' | 'from'>): Pick<PublishStandard, 'key' | 'code6' | 'validFrom'> {
  return { key: localKey(key).key, code6: codeOf(division), validFrom: parseCivilDate(from) };
}

/** A key of the catalogue. @throws DomainError `STANDARD_KEY_UNKNOWN` */
export function localKey(key: string): LocalKey {
  const local = LOCAL_KEYS.get(key);
  if (local === undefined) throw new DomainError('STANDARD_KEY_UNKNOWN', 'invalid', 'There is no value with this key that a local authority publishes. Use a key of the catalogue ("taizhang standards keys").', { field: 'key' });
  return local;
}

/** Counties, cities and provinces publish; a town does not. */
function codeOf(division: string): string {
  if (!/^\d{6}$/.test(division)) {
    throw new DomainError('DIVISION_INVALID', 'invalid', 'A value is published for a division of six digits. Write the code of the county, of the city (such as 450100) or of the province (450000).', { field: 'division' });
  }
  return division;
}

/** A value as it is kept: decimals without superfluous zeros, lists parted by 、. @throws DomainError `STANDARD_VALUE_INVALID` */
export function standardValue(key: string, value: string): string {
  const refusal = (what: string): DomainError => new DomainError('STANDARD_VALUE_INVALID', 'invalid', `The value of ${key} ${what}.`, { field: 'value', key });
  if (value.length > MAX_VALUE) throw refusal(`has more than ${MAX_VALUE} characters. Shorten it`);
  if (LOCAL_KEYS.get(key)?.type === 'list') {
    const items = listItems(value);
    if (items.length === 0 || !isText(value)) throw refusal('is a list and has no items, or holds control characters. Write the items parted by 、');
    return items.join('、');
  }
  const [, whole, written = ''] = DECIMAL.exec(value) ?? [];
  if (whole === undefined) throw refusal('is not a decimal number from 0 with at most ten digits before the point and six behind it. Write digits only, for example 670 or 0.8');
  const decimals = written.replace(/0+$/, '');
  const kept = decimals === '' ? whole : `${whole}.${decimals}`;
  const most = MOST[LOCAL_KEYS.get(key)?.unit ?? ''];
  if (most !== undefined && compare(exactOf(kept) ?? 0, most) > 0) throw refusal(`is a share and more than ${most}. Write 0.6, not 60 %`);
  return kept;
}

/** Most a value of a unit can be: more is a percentage that was not written as a share. */
const MOST: Readonly<Record<string, number>> = { share: 1, '× MW': 2 };
const percentInvalid = (key: string): DomainError =>
  new DomainError('STANDARD_VALUE_INVALID', 'invalid', `The unit of ${key} is stated in per cent, which no value of the catalogue is. Write 0.6, not 60 %, and leave the unit out.`, { field: 'unit', key });

const isText = (text: string): boolean => text.isWellFormed() && !/\p{Cc}/u.test(text);

function textOf(field: string, text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : statedText(field, text);
}
function statedText(field: string, text: string): string {
  if (text.trim() === '' || text.length > MAX_TEXT || !isText(text)) {
    throw new DomainError('STANDARD_TEXT_INVALID', 'invalid', `The ${field} is empty, longer than ${MAX_TEXT} characters, or holds control characters. Write it in one line.`, { field });
  }
  return text;
}

const periodInvalid = (from: string, to: string): DomainError =>
  new DomainError('STANDARD_PERIOD_INVALID', 'invalid', `The last day ${to} is before the first, ${from}. Correct one of them.`, { field: 'to' });
