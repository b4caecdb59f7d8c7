/** What a number format says about the number under it: that it is a date, or that it is padded with zeros. */

export interface NumberFormat {
  readonly isDate: boolean;
  /** Digits the number is padded to, 0 for none. */
  readonly pad: number;
}

export const GENERAL: NumberFormat = { isDate: false, pad: 0 };
const DATE: NumberFormat = { isDate: true, pad: 0 };

/** Date and time formats that stand in no file: 14-22 and 45-47 everywhere, 27-36 and 50-58 in Chinese, Japanese and Korean editions. */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** `code` is the format code if the file declares one for the id (a declared code goes before the built-in meaning). */
export function numberFormatOf(id: number, code: string | undefined): NumberFormat {
  if (code === undefined) return isBuiltInDate(id) ? DATE : GENERAL;
  // Literals, escaped characters, fill and space directives and bracketed colours or locales carry no meaning for the kind of value.
  const bare = code.slice(0, 1000)
    .replace(/"[^"]*"/g, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .replace(/[\\_*]./gs, '')
    .split(';', 1)[0] as string;
  if (/^0{2,}$/.test(bare.trim())) return { isDate: false, pad: bare.trim().length };
  // "General" and "G/通用格式" contain date letters without being dates; E+ is an exponent, not an era.
  return /[ymdhs]|aaa|e(?![+-])/i.test(bare.replace(/general|standard|g\/通用格式/gi, '')) ? DATE : GENERAL;
}
