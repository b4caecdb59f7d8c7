/** Where things lie in a bundle. */
export const MANIFEST = 'manifest.json';
export const CHECKPOINT = 'checkpoint';
export const POLICY = 'policy.txt';
export const REPORT = 'report.html';
export const VERIFY = 'VERIFY.md';
export const KEYS = 'keys.json';
export const PAPERS_LIST = 'papers.json';
export const RULES = 'rules.json';
export const PROCEDURE = 'procedure.json';
export const EXEMPTION = 'exemption.json';
/** An add-checkpoint request (c2sp.org/tlog-witness): old size, consistency proof, and the checkpoint of the bundle. */
export const CONSISTENCY = 'consistency/proof';
/** The signed checkpoint it leads from. */
export const EARLIER = 'consistency/checkpoint';

const DIGITS = 10;
const named = (index: number): string => String(index).padStart(DIGITS, '0');
export const entryPath = (index: number): string => `entries/${named(index)}.json`;
/** The event of an entry that is too long to hold it. */
export const eventPath = (index: number): string => `events/${named(index)}.json`;
export const proofPath = (index: number): string => `proofs/${named(index)}.tlog-proof`;
/** The export's own entry, and its proof. */
export const EXPORT_ENTRY = 'export/entry.json';
export const EXPORT_PROOF = 'export/entry.tlog-proof';
export const paperPath = (sha256: string): string => `papers/${sha256}`;
