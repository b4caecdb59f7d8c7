/** What a verification can find. */
import type { EventFinding } from './event-window.js';

/** A file of the log that is not what was signed. */
export interface FileFinding {
  readonly kind: 'logFile';
  /** Below the folder of the log. */
  readonly path: string;
}
/** The checkpoint itself cannot be believed, does not continue one that was brought along or published, or the witnesses that the trust policy asks for are missing. */
export interface CheckpointFinding {
  readonly kind: 'checkpoint' | 'forked' | 'rewound' | 'unwitnessed';
  readonly code?: string;
  readonly message: string;
}
export type Finding = EventFinding | FileFinding | CheckpointFinding;
