/** The large acceptance workbook through the command line. */
import { jest } from '@jest/globals';
import { describeWorkbook } from '../support/acceptance.js';

jest.setTimeout(240_000);
describeWorkbook('qingshanhu-2019');
