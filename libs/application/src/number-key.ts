/** An office's own number as it names a stream: with its county behind it. */
import type { SignedIn } from '#identity';
import { DomainError } from '#kernel';

/** `number`, of the county of the person's division, or `number@county`. @throws DomainError `NUMBER_INVALID` */
export function keyOf(number: string, { division }: Pick<SignedIn, 'division'>, field: string): string {
  const [id = '', county = division.slice(0, 6), ...rest] = number.split('@');
  if (rest.length > 0 || !/^[^\p{C}\p{Z}@|]{1,80}$/u.test(id) || !/^\d{6}$/.test(county)) {
    throw new DomainError('NUMBER_INVALID', 'invalid', 'A number has 1 to 80 characters, none of them a space, @, | or a control character, and may be followed by @ and the 6 digits of its county; it has to be where nobody has signed in whose county is meant. Correct it.', { field });
  }
  return `${id}@${county}`;
}
