/** The small acceptance workbook through the command line; the large one is in acceptance.long.ts. */
import { describeWorkbook } from '../support/acceptance.js';

describeWorkbook('qingshanhu-2019-small');
