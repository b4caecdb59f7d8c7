/**
 * The transparency log as c2sp.org/tlog-tiles serves it, read-only, under `/log/`. Checkpoint and hashes are everybody's: they are what makes tampering evident.
 * Entries hold personal data, so that bundles of them are supervision's, each where its events lie. Not in the API description: that specification describes it.
 */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Ledger } from '#application';
import { entriesIn } from '#evidence';
import { DomainError } from '#kernel';
import { By, Caller } from '../access/caller.js';
import { Public, Requires } from '../access/requires.js';
import { LEDGER } from '../tokens.js';

/** What has a name in the log never changes. */
const FOREVER = 'max-age=31536000, immutable';
const COUNTY_DIGITS = 6;
const compress = promisify(gzip);

@ApiExcludeController()
@Controller('log')
export class TransparencyLogController {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  @Get('checkpoint')
  @Public()
  async checkpoint(@Res() reply: FastifyReply): Promise<void> {
    const file = await this.ledger.log.file('checkpoint');
    if (file === undefined) throw new DomainError('LOG_FILE_UNKNOWN', 'notFound', 'No checkpoint of the log counts as published yet: the witnesses that its trust policy asks for have not cosigned one. Ask again in a minute; GET /health/ready says for whom it waits.');
    const { bytes } = file;
    await reply.headers({ 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache' }).send(bytes);
  }

  @Get('tile/entries/*')
  @Requires('log.read')
  async entries(@Req() request: FastifyRequest, @By() by: Caller, @Res() reply: FastifyReply): Promise<void> {
    const { bytes } = await this.find(pathOf(request));
    for (const county of countiesIn(bytes)) await checkMayRead(by, county);
    const zipped = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    await reply.headers({ 'content-type': 'application/octet-stream', 'cache-control': `private, ${FOREVER}`, vary: 'accept-encoding, authorization, cookie', ...(zipped ? { 'content-encoding': 'gzip' } : {}) }).send(zipped ? await compress(bytes) : bytes);
  }

  @Get('tile/:level/*')
  @Public()
  async hashes(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { tile, bytes } = await this.find(pathOf(request));
    if (tile === undefined || tile.level === 'entries') throw unknown();
    await reply.headers({ 'content-type': 'application/octet-stream', 'cache-control': `public, ${FOREVER}` }).send(bytes);
  }

  private async find(path: string) {
    const file = await this.ledger.log.file(path);
    if (file === undefined) throw unknown();
    return file;
  }
}

/** As it was asked for: a path that is written otherwise than in the specification names nothing. */
const pathOf = ({ url }: FastifyRequest): string => url.replace(/\?.*$/s, '').slice('/log/'.length);

/** Where the events of a bundle lie; `000000` for one that does not say. */
function countiesIn(bundle: Buffer): ReadonlySet<string> {
  return new Set(entriesIn(bundle).map((entry) => {
    const { metadata } = JSON.parse(entry.toString('utf8')) as { readonly metadata?: { readonly jurisdiction?: { readonly code6?: unknown } } };
    const code = metadata?.jurisdiction?.code6;
    return typeof code === 'string' ? code : '000000';
  }));
}

/** What a city or province publishes is read in its counties too; a part of a county reads no entries of the whole. */
async function checkMayRead(by: Caller, code: string): Promise<void> {
  const aboveCounties = code.endsWith('00') && by.person.division.length === COUNTY_DIGITS;
  await (aboveCounties ? by.concerning(code) : by.at(code));
}

const unknown = (): DomainError => new DomainError('LOG_FILE_UNKNOWN', 'notFound', 'The log has no such file. Paths are those of c2sp.org/tlog-tiles, widths of partial tiles those of the checkpoint; where a partial tile is gone, the full one is there.');
