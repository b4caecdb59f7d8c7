/** Which number formats make a number a date or pad it. */
import { describe, expect, test } from '@jest/globals';
import { numberFormatOf } from './number-formats.js';

describe('number formats', () => {
  test.each([
    'yyyy-mm-dd', 'yyyy"年"m"月"', 'yyyy"年"m"月"d"日"', 'yyyy年m月d日', 'm/d/yy h:mm', '[$-804]yyyy"年"m"月"d"日";@', 'yyyy\\-mm\\-dd', 'ggge"年"m"月"', '[h]:mm:ss',
    'dddd', 'aaaa', 'YYYY/M/D', '[DBNum1][$-804]yyyy"年"m"月"', '[Red]yyyy/m/d',
  ])('%s is a date', (code) => {
    expect(numberFormatOf(164, code).isDate).toBe(true);
  });

  test.each([
    'General', 'G/通用格式', '0', '0.00', '#,##0.00', '0.00E+00', '0%', '@', '"¥"#,##0.00', '[$¥-804]#,##0.00', '#,##0.00"元"', '0"day"', '[Red]#,##0', '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    '\\d0', '#,##0;[Yellow]-#,##0', '??/??', '',
  ])('%s is none', (code) => {
    expect(numberFormatOf(164, code).isDate).toBe(false);
  });

  test.each([14, 17, 22, 27, 31, 36, 45, 50, 57, 58])('built-in %d is a date', (id) => {
    expect(numberFormatOf(id, undefined).isDate).toBe(true);
  });

  test.each([0, 1, 2, 4, 9, 13, 23, 26, 37, 44, 48, 49, 59, 164])('built-in %d is none', (id) => {
    expect(numberFormatOf(id, undefined).isDate).toBe(false);
  });

  test('zeros alone pad, a declared code goes before the built-in meaning', () => {
    expect(numberFormatOf(164, '0000000')).toEqual({ isDate: false, pad: 7 });
    expect(numberFormatOf(164, '0').pad).toBe(0);
    expect(numberFormatOf(164, '00"号"').pad).toBe(2);
    expect(numberFormatOf(14, '0.00').isDate).toBe(false);
  });
});
