/** Papers: what offices hand in, under the hash of its content; kinds, the port of the store, the record of each paper, flags of photos. Adapters are imported by their own path. */
export * from './device-record.js';
export * from './kinds.js';
export * from './media-types.js';
export * from './paper.js';
export * from './photo-flags.js';
export * from './port.js';
