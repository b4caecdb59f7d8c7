/** Words for codes. */
export type Words = Readonly<Record<string, string>>;

/** The word of a table; the code itself where it has none. */
export const wordOf = (words: Words | undefined, code: string): string => (words !== undefined && Object.hasOwn(words, code) ? words[code] as string : code);
