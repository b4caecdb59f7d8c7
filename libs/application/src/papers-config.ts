/** Where the content of papers is kept: a folder beside the ledger, or a bucket of an S3-compatible service. */
import { join } from 'node:path';
import { DomainError } from '#kernel';
import type { PaperStore } from '#papers';
import { folderPaperStore } from '#papers/folder/folder-paper-store';
import type { S3Config } from '#papers/s3/requests';
import { s3PaperStore } from '#papers/s3/s3-paper-store';

export type PapersConfig = { readonly folder: string } | { readonly s3: S3Config };

const S3_VARIABLES = {
  endpoint: 'PAPERS_S3_ENDPOINT', bucket: 'PAPERS_S3_BUCKET', region: 'PAPERS_S3_REGION', accessKeyId: 'PAPERS_S3_ACCESS_KEY_ID', secretAccessKey: 'PAPERS_S3_SECRET_ACCESS_KEY',
} as const satisfies Record<keyof S3Config, string>;
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * What the environment says: `PAPERS_DIR` a folder, `PAPERS_S3_…` a bucket, nothing the folder `papers` of the data directory.
 * @throws DomainError `PAPERS_CONFIG_INVALID`
 */
export function papersConfigOf(environment: Readonly<Record<string, string | undefined>>): PapersConfig | undefined {
  const folder = environment['PAPERS_DIR'] || undefined;
  const named = Object.entries(S3_VARIABLES).map(([key, variable]) => ({ key, variable, value: environment[variable] || undefined }));
  const absent = named.filter(({ value }) => value === undefined).map(({ variable }) => variable);
  if (absent.length === named.length) return folder === undefined ? undefined : { folder };
  if (folder !== undefined) throw invalid('PAPERS_DIR and PAPERS_S3_… are both set. Papers are in one place: unset one of the two.');
  if (absent.length > 0) throw invalid(`for papers in S3 these are missing: ${absent.join(', ')}. Set them too.`);
  const s3 = Object.fromEntries(named.map(({ key, value }) => [key, value])) as unknown as S3Config;
  checkEndpoint(s3.endpoint);
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(s3.bucket)) throw invalid('PAPERS_S3_BUCKET is not the name of a bucket: 3 to 63 lower-case letters, digits, dots and hyphens.');
  return { s3 };
}

/** Papers are personal: over a network they go encrypted. */
function checkEndpoint(endpoint: string): void {
  const url = URL.parse(endpoint.replace('{bucket}', 'bucket'));
  if (url === null || url.search !== '' || url.hash !== '' || url.username !== '' || !(url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname)))) {
    throw invalid('PAPERS_S3_ENDPOINT must be an https URL (http only on this machine) without query and user, for example https://s3.example.cn or https://{bucket}.oss.example.cn.');
  }
}

const invalid = (what: string): DomainError => new DomainError('PAPERS_CONFIG_INVALID', 'invalid', `The configuration of papers cannot be right: ${what}`);

/** Touches nothing until something is put or asked for. */
export function openPaperStore(config: PapersConfig | undefined, dataDir: string): PaperStore {
  const beside = join(dataDir, 'papers');
  if (config === undefined) return folderPaperStore(beside);
  return 'folder' in config ? folderPaperStore(config.folder) : s3PaperStore(config.s3, join(beside, 'incoming'));
}
