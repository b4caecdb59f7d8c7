/** Evidence bundles: what leaves the ledger for an inspector, and how anybody verifies it. */
export * from './contents.js';
export { type ArchiveFile, archiveOf, MAX_BUNDLE_BYTES, tooLarge } from './archive.js';
export { MAX_BUNDLE_EVENTS } from './manifest.js';
export { openedWith, storedIn } from './opened.js';
export * from './paths.js';
export { renderReport } from './report/report.js';
export { BUNDLE_FINDINGS, type BundleFinding, type BundleTrust, type BundleVerification, verifyBundle } from './verify-bundle.js';
export { howToVerify } from './how-to-verify.js';
