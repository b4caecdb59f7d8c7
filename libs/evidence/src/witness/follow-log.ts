/** A witness that fetches by itself what a log publishes (c2sp.org/tlog-tiles): for an office that nobody outside may connect to. It makes the proof from the log's tiles, and rules over it like over any request. */
import { DomainError } from '#kernel';
import { openCheckpoint } from '../checkpoint.js';
import { type Http, urlUnder } from '../http-bytes.js';
import { MAX_NOTE_BYTES, type Verifier } from '../note.js';
import { HASH_BYTES } from '../tree/hash.js';
import { consistencyProof } from '../tree/proofs.js';
import { nodesFromTiles, tilePath, type TileReader, TILE_WIDTH } from '../tree/tiles.js';
import { addCheckpointText } from './add-checkpoint.js';
import type { HeldHead } from './witness-folder.js';
import type { Witness, WitnessAnswer } from './witness.js';

const TIMEOUT_MS = 30_000;

/**
 * Fetches the newest checkpoint and lets the witness rule over it.
 * @param url the prefix of the log, as `https://taizhang.example.cn/log/`
 * @throws DomainError `HTTP_UNREACHABLE` `LOG_NOT_SERVED`, and what the checkpoint says where it is none of this log
 */
export async function followLog(witness: Pick<Witness, 'addCheckpoint'>, log: Verifier, held: HeldHead, url: string, http: Http, signal?: AbortSignal): Promise<WitnessAnswer & { readonly size: number }> {
  const get = async (path: string, maxBytes: number): Promise<Buffer | undefined> => {
    const { status, body } = await http(urlUnder(url, path), { method: 'GET', timeoutMs: TIMEOUT_MS, maxBytes, signal });
    if (status === 404) return undefined;
    if (status !== 200) throw new DomainError('LOG_NOT_SERVED', 'unavailable', `${urlUnder(url, path)} answered ${status}. Ask the office that runs the log; it is tried again.`, { status });
    return body;
  };
  const note = (await get('checkpoint', MAX_NOTE_BYTES))?.toString('utf8');
  if (note === undefined) throw notServed(urlUnder(url, 'checkpoint'));
  const { size } = openCheckpoint(note, log);
  const oldSize = Math.min(held.size, size);
  const proof = await consistencyProof(oldSize, size, nodesFromTiles(size, tilesOf(url, get)));
  return { ...(await witness.addCheckpoint(Buffer.from(addCheckpointText({ oldSize, proof, note })))), size };
}

/** Where a partial tile is gone, the full one is there. */
function tilesOf(url: string, get: (path: string, maxBytes: number) => Promise<Buffer | undefined>): TileReader {
  const full = TILE_WIDTH * HASH_BYTES;
  return async (tile) => {
    const bytes = (await get(tilePath(tile), full)) ?? (await get(tilePath({ ...tile, width: TILE_WIDTH }), full));
    if (bytes === undefined || bytes.length < tile.width * HASH_BYTES) throw notServed(urlUnder(url, tilePath(tile)));
    return bytes.subarray(0, tile.width * HASH_BYTES);
  };
}

const notServed = (url: string): DomainError => new DomainError('LOG_NOT_SERVED', 'unavailable', `The log does not serve ${url}, which its checkpoint needs. Ask the office that runs it whether the address is right and its folder "log" whole; it is tried again.`, {});
