/** Imports: upload a workbook, follow its job, and read what became of every row. */
import { Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiConsumes, ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Ledger } from '#application';
import { countyOf, DomainError } from '#kernel';
import { By, Caller } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { jobEnvelope } from '../jobs/job.dto.js';
import { ApiProblems } from '../problem/problem.dto.js';
import { decodeCursor, encodeCursor } from '../query/cursor.js';
import { NoQuery } from '../query/parameters.js';
import { API, LEDGER, type ServerSettings, SETTINGS } from '../tokens.js';
import { type ImportJob, ImportJobs } from './import-jobs.js';
import {
  ImportDto, ImportJobDto, ImportJobPath, ImportJobsDto, ImportPath, ImportsPageDto, PageQuery, type RejectionDto, RejectionsPageDto, RejectionsQuery, SheetTotalsDto, UploadDto,
} from './imports.dto.js';
import { receiveUpload } from './upload.js';

const PAGE = 100;

@ApiTags('imports')
@ApiExtraModels(SheetTotalsDto)
@Controller(API)
export class ImportsController {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger, private readonly jobs: ImportJobs, @Inject(SETTINGS) private readonly settings: ServerSettings) {}

  @Post('imports')
  @HttpCode(202)
  @Requires('workbook.import')
  @RouteConfig({ acceptsUpload: true })
  @ApiOperation({ operationId: 'importWorkbook', summary: 'Import a ledger workbook', description: 'Queues the import. A workbook of another county is refused, in the job, before anything of it is recorded. The same file a second time records nothing. Follow links.self until the job has succeeded or failed.' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: UploadDto })
  @ApiAcceptedResponse({ type: ImportJobDto, headers: { Location: { description: 'The job.', schema: { type: 'string' } } } })
  @ApiProblems(400, 403, 413, 415, 422, 429)
  async importWorkbook(@Query() _query: NoQuery, @By() by: Caller, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<ImportJobDto> {
    // Before the body is read: a full queue needs no upload.
    this.jobs.ensureRoom();
    const upload = await receiveUpload(request, this.jobs.inbox, this.settings.limits.uploadBytes);
    const job = await this.jobs.add({ ...upload, by });
    const body = present(job);
    void reply.header('location', body.links.self);
    return body;
  }

  @Get('imports/jobs')
  @Requires('workbook.import')
  @ApiOperation({ operationId: 'listImportJobs', summary: 'Import jobs: waiting, running and recently finished', description: 'Of the own division.' })
  @ApiOkResponse({ type: ImportJobsDto })
  @ApiProblems(400)
  importJobs(@Query() _query: NoQuery, @By() { area }: Caller): ImportJobsDto {
    // Results belong to the job's own resource; here they would make the answer as long as all of them.
    return { jobs: this.jobs.list(area).map((job) => ({ ...present(job), result: null })) };
  }

  @Get('imports/jobs/:id')
  @Requires('workbook.import')
  @ApiOperation({ operationId: 'getImportJob', summary: 'Progress and result of an import', description: 'Jobs are remembered until the server stops; what was imported stays under /imports.' })
  @ApiOkResponse({ type: ImportJobDto })
  @ApiProblems(400, 404)
  importJob(@Param() { id }: ImportJobPath, @Query() _query: NoQuery, @By() { area }: Caller): ImportJobDto {
    const job = this.jobs.find(id, area);
    if (job === undefined) throw new DomainError('JOB_NOT_FOUND', 'notFound', 'No such import job is remembered: the server was started again, or many jobs came after it. What was imported is listed under /api/v1/imports.');
    return present(job);
  }

  @Get('imports')
  @Requires('import.read')
  @ApiOperation({ operationId: 'listImports', summary: 'Imports recorded', description: 'Of the own division.' })
  @ApiOkResponse({ type: ImportsPageDto })
  @ApiProblems(400)
  async imports(@Query() { after, limit = PAGE }: PageQuery, @By() { area }: Caller): Promise<ImportsPageDto> {
    const { rows, next } = await this.ledger.imports(keyOf(after), limit, area);
    return { rows, next: next === null ? null : encodeCursor([next]) };
  }

  @Get('imports/:sha256')
  @Requires('import.read')
  @ApiOperation({ operationId: 'getImport', summary: 'One import: what the file said of itself, and its totals' })
  @ApiOkResponse({ type: ImportDto })
  @ApiProblems(400, 404)
  import(@Param() { sha256 }: ImportPath, @Query() _query: NoQuery, @By() { area }: Caller): Promise<ImportDto> {
    return this.ledger.importOf(sha256, area);
  }

  @Get('imports/:sha256/rejections')
  @Requires('import.read')
  @ApiOperation({ operationId: 'listImportRejections', summary: 'Rejected rows of one import, with their original cells' })
  @ApiOkResponse({ type: RejectionsPageDto })
  @ApiProblems(400, 404)
  async importRejections(@Param() { sha256 }: ImportPath, @Query() { after, limit = PAGE }: PageQuery, @By() { area }: Caller): Promise<RejectionsPageDto> {
    await this.ledger.importOf(sha256, area);
    return this.rejectionsPage({ sha256 }, after, limit);
  }

  @Get('rejections')
  @Requires('import.read')
  @ApiOperation({ operationId: 'listRejections', summary: 'Rejected rows of all imports' })
  @ApiOkResponse({ type: RejectionsPageDto })
  @ApiProblems(400)
  async rejections(@Query() { after, limit = PAGE, division, ...filter }: RejectionsQuery, @By() by: Caller): Promise<RejectionsPageDto> {
    // Rejected rows are known by their county only, so whoever works in a part of it sees none.
    const within = await by.within(division === undefined ? undefined : countyOf(division));
    return this.rejectionsPage({ ...filter, within }, after, limit);
  }

  private async rejectionsPage(filter: Parameters<Ledger['rejections']>[0], after: string | undefined, limit: number): Promise<RejectionsPageDto> {
    const { rows, next } = await this.ledger.rejections(filter, keyOf(after), limit);
    return { rows: rows as RejectionsPageDto['rows'], next: next === null ? null : encodeCursor([next]) };
  }
}

/** The ledger's own cursors are keys of rows, with Chinese names in them; a URL had rather not. */
const keyOf = (cursor: string | undefined): string | undefined => (cursor === undefined ? undefined : String(decodeCursor(cursor)[0]));

function present(job: ImportJob): ImportJobDto {
  const { file, sha256 } = job.input;
  const succeeded = job.status === 'succeeded' && job.result !== null ? job.result : undefined;
  const omitted = succeeded === undefined ? 0 : succeeded.rejectionCount - succeeded.rejections.length;
  return {
    ...jobEnvelope(job, 'workbook'),
    file, sha256,
    progress: job.progress,
    result: succeeded === undefined ? null : { file, sha256: succeeded.sha256, sheets: succeeded.sheets, rejections: succeeded.rejections as readonly RejectionDto[], events: succeeded.events },
    ...(omitted > 0 ? { rejectionsOmitted: omitted } : {}),
    links: {
      self: `/${API}/imports/jobs/${job.id}`,
      ...(succeeded === undefined ? {} : { import: `/${API}/imports/${succeeded.sha256}`, rejections: `/${API}/imports/${succeeded.sha256}/rejections` }),
    },
  };
}
