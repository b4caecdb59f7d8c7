import { checkPassword, MAX_HASHING, MAX_PASSWORD, oneTimePassword, PasswordHasher } from './access-passwords.js';

const refused = (code: string): Error => expect.objectContaining({ name: 'DomainError', code }) as Error;

describe('a password', () => {
  it.each(['correct horse battery', 'kx7mq-3hd9v-wr5tz-8nbcf', '青山湖畔的一棵老樟树在风里', 'aB3$xY9!kL2#', `${'abcdefghi-'.repeat(12)}87654xyz`.slice(0, MAX_PASSWORD).replace('abcdefghi-abc', 'zyabqwertyuiz')])('may be %p', (password) => {
    expect(() => checkPassword(password, 'wang')).not.toThrow();
  });
  it.each([
    ['11 characters', 'aB3$xY9!kL2'], ['11 characters of two units each', '😀😁😂🤣😃😄😅😆😉😊😋'], ['129 characters', `aB3$xY9!kL2#${'q7'.repeat(59)}`.slice(0, MAX_PASSWORD + 1)],
    ['the account id', 'i am Wang of the office'], ['the account id in full width', 'i am ＷＡＮＧ of the office'], ['a common one', 'Password1234'], ['a common one in full width', 'ｐａｓｓｗｏｒｄ１２３４'],
    ['one character over and over', 'zzzzzzzzzzzz'], ['four characters', 'abcdabdcacbd'], ['a run', '123456789012'], ['a run downwards', 'zyxwvutsrqpo'], ['a run of letters', 'abcdefghijklm'], ['a repetition', 'hello1hello1'], ['three repetitions and a bit', 'xyzw7xyzw7xyzw'],
  ])('may not be %s', (_what, password) => expect(() => checkPassword(password, 'wang')).toThrow(refused('PASSWORD_INVALID')));
});

it('made for the first time is another each time, and may be kept', () => {
  const made = Array.from({ length: 1_000 }, () => oneTimePassword());
  expect(new Set(made).size).toBe(1_000);
  for (const password of made) expect(password).toMatch(/^[a-hjkmnp-z2-9]{5}(-[a-hjkmnp-z2-9]{5}){3}$/);
  expect(() => checkPassword(made[0] as string, 'wang')).not.toThrow();
});

it('every letter of it is as likely', () => {
  const counts = new Map<string, number>();
  for (let n = 0; n < 2_000; n += 1) for (const letter of oneTimePassword().replaceAll('-', '')) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  // 40,000 letters of 31: 1,290 each, give or take 35; six times that would be a bias.
  expect([counts.size, Math.min(...counts.values()) > 1_080, Math.max(...counts.values()) < 1_500]).toEqual([31, true, true]);
});

it('is compared by its hash, in which the same password looks different', async () => {
  const hasher = new PasswordHasher();
  const [one, two] = [await hasher.hash('correct horse battery'), await hasher.hash('correct horse battery')];
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(one).not.toBe(two);
  expect([await hasher.matches(one, 'correct horse battery'), await hasher.matches(two, 'correct horse battery'), await hasher.matches(one, 'correct horse batterx'), await hasher.matches(one, ''), await hasher.matches(undefined, 'correct horse battery')])
    .toEqual([true, true, false, false, false]);
});

it('does not begin more comparisons than fit', async () => {
  const hasher = new PasswordHasher();
  const all = await Promise.allSettled(Array.from({ length: MAX_HASHING + 1 }, () => hasher.matches(undefined, 'x')));
  expect(all.map(({ status }) => status)).toEqual([...Array.from({ length: MAX_HASHING }, () => 'fulfilled'), 'rejected']);
  expect((all.at(-1) as PromiseRejectedResult).reason).toEqual(refused('SIGN_IN_BUSY'));
  expect(await hasher.matches(undefined, 'x')).toBe(false);
});
