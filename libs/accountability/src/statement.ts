/** What the commands about tasks and oversight check alike: texts that are stated, days that can be. */
import { type CivilDate, DomainError } from '#kernel';

/** Characters of a name: of a unit's department, a person, an evaluator, a file. */
export const MAX_NAME = 120;
/** Characters of a reason or a problem. */
export const MAX_LINE = 500;
/** Characters of a report or a summary. */
export const MAX_TEXT = 2_000;

/** Something that is missing, too long, or out of range. */
export const fieldInvalid = (field: string, what: string): DomainError => new DomainError('TASK_FIELD_INVALID', 'invalid', what, { field });

/** One line that says something. @throws DomainError `TASK_FIELD_INVALID` */
export function checkLine(field: string, text: string | undefined, most: number, why = ''): void {
  if (text === undefined || text.trim() === '') throw fieldInvalid(field, `${field} is not stated. State it${why === '' ? '' : `: ${why}`}.`);
  if ([...text].length > most || /[\p{Cc}\p{Cs}\u2028\u2029]/u.test(text)) throw fieldInvalid(field, `${field} must be one line of at most ${most} characters. Shorten it, or take out line breaks and control characters.`);
}

/** A text of several lines. @throws DomainError `TASK_FIELD_INVALID` */
export function checkText(field: string, text: string): void {
  if (text.trim() === '') throw fieldInvalid(field, `${field} is not stated. State it.`);
  if ([...text].length > MAX_TEXT || /[^\P{Cc}\n]|\p{Cs}/u.test(text)) throw fieldInvalid(field, `${field} must have at most ${MAX_TEXT} characters and no control characters but line breaks. Shorten it; a longer document is named in fileRef.`);
}

/** A day that contradicts another, or has not come yet. */
export const dateInvalid = (field: string, what: string): DomainError => new DomainError('TASK_DATE_INVALID', 'invalid', what, { field });

/** @throws DomainError `TASK_DATE_INVALID` */
export function checkNotAhead(field: string, on: CivilDate, today: CivilDate): void {
  if (on > today) throw dateInvalid(field, `${field} is ${on}, and today is ${today}. Only what has happened is recorded; correct the day.`);
}
