/** What every refusal says in Chinese, by its code: one file for each section of docs/errors.md. */
import { ACCOUNTABILITY } from './accountability.js';
import { BANK_FILES } from './bank-files.js';
import { BUNDLES } from './bundles.js';
import { CASES } from './cases.js';
import { COMMANDS } from './commands.js';
import { DEADLINES } from './deadlines.js';
import { DETERMINATIONS } from './determinations.js';
import { EVENT_STORE } from './event-store.js';
import { FILES } from './files.js';
import { HTTP } from './http.js';
import { IDENTITY } from './identity.js';
import { LEDGER } from './ledger.js';
import { PAPERS } from './papers.js';
import { PERSONAL_DATA } from './personal-data.js';
import { POLICY } from './policy.js';
import { SERVER } from './server.js';
import { TASKS } from './tasks.js';
import { TRANSPARENCY_LOG } from './transparency-log.js';
import { VALUES } from './values.js';
import { WORKBOOKS } from './workbooks.js';
import type { Refusals } from './refusals.js';

export type { Refusals };
/** In the order of the page. */
export const SECTIONS: readonly Refusals[] = [
  VALUES, WORKBOOKS, FILES, LEDGER, POLICY, DETERMINATIONS, DEADLINES, TASKS, PAPERS, BANK_FILES, IDENTITY, CASES, ACCOUNTABILITY, COMMANDS, EVENT_STORE, TRANSPARENCY_LOG, BUNDLES, PERSONAL_DATA, SERVER, HTTP,
];
const ALL: ReadonlyMap<string, string> = new Map(SECTIONS.flatMap((section) => Object.entries(section)));

/** What happened and what to do; undefined for a code that this program does not know. */
export const inChinese = (code: string): string | undefined => ALL.get(code);
