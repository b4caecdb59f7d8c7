/** Files to the bank and what it answers: one route per step, the file itself, returns and statements as they arrive. */
import { Readable } from 'node:stream';
import { Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Ledger } from '#application';
import { BATCH_EXAMPLES, BATCH_FORMATS, BATCH_STEPS } from '#disbursement';
import { By, Caller } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { addStepRoutes } from '../accountability/step-routes.js';
import { ETAG, etag } from '../http/sending.js';
import { ImportJobs } from '../imports/import-jobs.js';
import { ApiProblems } from '../problem/problem.dto.js';
import { pageOf } from '../query/cursor.js';
import { NoQuery } from '../query/parameters.js';
import { API, LEDGER, type ServerSettings, SETTINGS } from '../tokens.js';
import { withBankFile } from './receive-bank-file.js';
import { BankFileDto, BatchDto, BatchesDto, BatchesQuery, BatchPath, BatchTakenDto, ReturnQuery, ReturnTakenDto, StatementQuery, StatementTakenDto } from './settlement.dto.js';

const PAGE = 100;
/** What formats write. */
const BATCH_TYPES = ['application/xml', 'text/plain', 'text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'] as const;

@ApiTags('money')
@Controller(`${API}/batches`)
export class BatchesController {
  constructor(@Inject(LEDGER) readonly ledger: Ledger, private readonly jobs: ImportJobs, @Inject(SETTINGS) private readonly settings: ServerSettings) {}

  @Get()
  @Requires('batch.read')
  @ApiOperation({ operationId: 'listBatches', summary: 'The batches of a county 代发批次' })
  @ApiOkResponse({ type: BatchesDto })
  @ApiProblems(400)
  async list(@Query() { division, list, after, limit = PAGE }: BatchesQuery, @By() by: Caller): Promise<BatchesDto> {
    const county = (division ?? by.person.division).slice(0, 6);
    await by.at(county);
    return pageOf(await this.ledger.batches.list({ county, listNo: list }), [(row) => row.listNo, (row) => row.batchNo], after, limit);
  }

  @Get(':id')
  @Requires('batch.read')
  @ApiOperation({ operationId: 'readBatch', summary: 'A batch as it stands' })
  @ApiOkResponse({ type: BatchDto, headers: ETAG })
  @ApiProblems(400, 404)
  async file(@Param() { id }: BatchPath, @Query() _query: NoQuery, @By() by: Caller, @Res({ passthrough: true }) reply: FastifyReply): Promise<BatchDto> {
    const view = await this.ledger.batches.file(id, by.person);
    void reply.header('etag', etag(view.revision));
    return { ...view, revision: String(view.revision) };
  }

  @Get(':id/file')
  @Requires('batch.send')
  @ApiOperation({ operationId: 'downloadBatch', summary: 'The file of a batch 代发文件', description: 'Written again and held against the hash that was sent, so it is the same file, byte for byte.' })
  @ApiOkResponse({
    description: 'The file.', content: Object.fromEntries(BATCH_TYPES.map((type) => [type, { schema: { type: 'string', format: 'binary' } }])), headers: { 'Content-Disposition': { description: 'attachment, named by the batch.', schema: { type: 'string' } } },
  })
  @ApiProblems(400, 404, 409)
  async content(@Param() { id }: BatchPath, @Query() _query: NoQuery, @By() by: Caller, @Res() reply: FastifyReply): Promise<void> {
    const { fileName, mediaType, chunks } = await this.ledger.batches.content(id, by.person);
    await reply.headers({ 'content-type': mediaType, 'content-disposition': `attachment; filename="${fileName}"`, 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox" }).send(Readable.from(chunks));
  }

  @Post(':id/return')
  @HttpCode(200)
  @Requires('batch.answer')
  @RouteConfig({ acceptsUpload: true })
  @ApiOperation({ operationId: 'applyReturn', summary: 'Apply a return file of the bank 回盘', description: 'The whole file is checked first; one that is refused changes nothing. The same file again changes nothing and says so.' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: BankFileDto })
  @ApiOkResponse({ type: ReturnTakenDto })
  @ApiProblems(400, 404, 409, 413, 415, 501)
  async applyReturn(@Param() { id }: BatchPath, @Query() { on, format, partial }: ReturnQuery, @By() by: Caller, @Req() request: FastifyRequest): Promise<ReturnTakenDto> {
    return withBankFile(request, this.jobs.inbox, this.settings.limits.uploadBytes, (file) => this.ledger.answers.applyReturn(id, file, { on, format, partial: partial === 'true' }, by.person));
  }
}

addStepRoutes(BatchesController, {
  steps: BATCH_STEPS, formats: BATCH_FORMATS, examples: BATCH_EXAMPLES, prefix: 'batch', path: BatchPath, answer: BatchTakenDto,
  id: { description: 'The number of the batch: 1 to 35 letters, digits and -/.; of the county of the account, with @ and 6 digits for another county.', example: '360111-DB-201903-1' },
  take: (ledger, id, step, body, person, sending) => ledger.batches.take(id, step, body, person, sending),
});

@ApiTags('money')
@Controller(`${API}/statements`)
export class StatementsController {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger, private readonly jobs: ImportJobs, @Inject(SETTINGS) private readonly settings: ServerSettings) {}

  @Post()
  @HttpCode(200)
  @Requires('batch.answer')
  @RouteConfig({ acceptsUpload: true })
  @ApiOperation({ operationId: 'importStatement', summary: 'Import a statement of the payer\'s account 对账单', description: 'Movements are booked to the items and batches they name; payments that came back bounce; what names nothing is kept until the reconciliation explains it.' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: BankFileDto })
  @ApiOkResponse({ type: StatementTakenDto })
  @ApiProblems(400, 404, 409, 413, 415, 501)
  async importStatement(@Query() { on, account, format, division }: StatementQuery, @By() by: Caller, @Req() request: FastifyRequest): Promise<StatementTakenDto> {
    const county = (division ?? by.person.division).slice(0, 6);
    return withBankFile(request, this.jobs.inbox, this.settings.limits.uploadBytes, (file) => this.ledger.statements.importStatement(county, file, { on, account, format }, by.person));
  }
}
