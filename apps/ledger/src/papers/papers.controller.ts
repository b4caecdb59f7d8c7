/** Papers over HTTP: handed in as they arrive, described, and given back only as downloads, checked against their hash on the way. */
import { Readable } from 'node:stream';
import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Ledger, type PaperDescription } from '#application';
import { MEDIA_TYPES } from '#papers';
import { isIn } from '../access/area.js';
import { By, Caller } from '../access/caller.js';
import { ApiPurpose, Purpose } from '../access/purpose.js';
import { Requires } from '../access/requires.js';
import { describeError, type Log } from '../log/log.js';
import { ApiProblems } from '../problem/problem.dto.js';
import { NoQuery } from '../query/parameters.js';
import { API, LEDGER, LOG } from '../tokens.js';
import { PaperDto, PaperPath, PaperRecordedDto, PaperUploadDto } from './papers.dto.js';
import { receivePaper } from './receive-paper.js';

@ApiTags('papers')
@Controller(`${API}/papers`)
export class PapersController {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger, @Inject(LOG) private readonly log: Log) {}

  @Post()
  @Requires('attachment.add')
  @RouteConfig({ acceptsUpload: true })
  @ApiOperation({ operationId: 'addPaper', summary: 'Hand in a paper', description: 'Kept under its SHA-256, never changed, never deleted. The same content, as the same kind from the same division, records nothing and is answered with 200.' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: PaperUploadDto })
  @ApiCreatedResponse({ type: PaperRecordedDto, headers: { Location: { description: 'The paper.', schema: { type: 'string' } } } })
  @ApiOkResponse({ type: PaperRecordedDto, description: 'It was handed in before.' })
  @ApiProblems(400, 409, 413, 415)
  async add(@Query() _query: NoQuery, @By() by: Caller, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<PaperRecordedDto> {
    const recorded = await receivePaper(request, async ({ division = by.person.division, ...statement }, content) => this.ledger.papers.add(content, statement, await by.at(division), division));
    if (recorded.outcome === 'recorded') void reply.header('location', `/${API}/papers/${recorded.sha256}`);
    else void reply.status(200);
    return recorded;
  }

  @Get(':sha256')
  @Requires('attachment.read')
  @ApiOperation({ operationId: 'describePaper', summary: 'What the ledger knows of a paper', description: 'Who handed it in, as what, when, what the device wrote and what was stated. One that was handed in elsewhere only is not found.' })
  @ApiOkResponse({ type: PaperDto })
  @ApiProblems(400, 404)
  async describe(@Param() { sha256 }: PaperPath, @Query() _query: NoQuery, @By() by: Caller): Promise<PaperDto> {
    return this.find(sha256, by);
  }

  @Get(':sha256/content')
  @Requires('attachment.read')
  @ApiOperation({ operationId: 'downloadPaper', summary: 'Download a paper', description: 'Always as an attachment. Checked against its hash on the way: the connection breaks off before the end of content that is damaged.' })
  @ApiOkResponse({
    description: 'The content.', content: Object.fromEntries(Object.keys(MEDIA_TYPES).map((type) => [type, { schema: { type: 'string', format: 'binary' } }])),
    headers: { 'Content-Disposition': { description: 'attachment, named by the hash.', schema: { type: 'string' } } },
  })
  @ApiPurpose()
  @ApiProblems(400, 404)
  async content(@Param() { sha256 }: PaperPath, @Query() _query: NoQuery, @By() by: Caller, @Purpose() purpose: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    const { mediaType, bytes } = await this.find(sha256, by);
    await this.ledger.viewings.shown({ scope: 'paper', about: sha256, purpose }, by.person);
    const { content } = await this.ledger.papers.open(sha256);
    const chunks = content[Symbol.asyncIterator]();
    // Before anything is sent: what the store says at once is still an answer of its own.
    const first = await chunks.next().catch((error: unknown) => this.unreadable(sha256, error));
    await reply.headers({
      'content-type': mediaType, 'content-length': bytes, 'content-disposition': `attachment; filename="${sha256}${EXTENSIONS[mediaType] ?? ''}"`,
      // A paper may be anything that somebody handed in: no browser may take it for a page.
      'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox",
    }).send(Readable.from(this.rest(sha256, first, chunks)));
  }

  private async* rest(sha256: string, first: IteratorResult<Uint8Array>, chunks: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (let next = first; next.done !== true; next = await chunks.next()) yield next.value;
    } catch (error) {
      // The answer is under way: all it can do is break off.
      this.unreadable(sha256, error);
    } finally {
      await chunks.return?.();
    }
  }

  /** Whoever runs the server has to know. */
  private unreadable(sha256: string, error: unknown): never {
    this.log.error({ sha256, ...describeError(error) }, 'a paper could not be read');
    throw error;
  }

  /** What is known of it in the area of who asks; without any of that it is as if it were not there. @throws DomainError `PAPER_UNKNOWN` */
  private async find(sha256: string, { area }: Caller): Promise<PaperDescription> {
    return this.ledger.papers.describe(sha256, ({ division }) => isIn(area, division));
  }
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': '.jpg', 'image/png': '.png', 'image/heic': '.heic', 'application/pdf': '.pdf', 'application/ofd': '.ofd', 'text/plain': '.txt',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': '.xlsx',
};
