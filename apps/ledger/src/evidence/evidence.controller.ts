/** Evidence that leaves the ledger, as one file that is verified without it. */
import { Body, Controller, HttpCode, Inject, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Ledger } from '#application';
import { By, Caller } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { ApiProblems } from '../problem/problem.dto.js';
import { NoQuery } from '../query/parameters.js';
import { API, LEDGER } from '../tokens.js';
import { EvidenceRequestDto } from './evidence.dto.js';

@ApiTags('evidence')
@Controller(`${API}/evidence`)
export class EvidenceController {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  @Post()
  @HttpCode(200)
  @Requires('evidence.export')
  @ApiOperation({
    operationId: 'exportEvidence', summary: 'An evidence bundle 证据包',
    description: 'Who asks for what and under which document is recorded, then what the ledger has of it is handed out with its proofs; the hash of that is recorded too. Each call is an export of its own. "taizhang evidence verify" verifies the file with the public key of the log and nothing else.',
  })
  @ApiOkResponse({
    description: 'The bundle.', content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } },
    headers: {
      'Content-Disposition': { description: 'attachment, named by what it is about.', schema: { type: 'string' } },
      'Manifest-Sha256': { description: 'Of the manifest, as the ledger recorded it.', schema: { type: 'string', pattern: '^[0-9a-f]{64}$' } },
    },
  })
  @ApiProblems(400, 404, 409, 413)
  async export(@Body() request: EvidenceRequestDto, @Query() _query: NoQuery, @By() by: Caller, @Res() reply: FastifyReply): Promise<void> {
    const { fileName, manifestSha256, content } = await this.ledger.evidence.export(request, by.person);
    await reply.headers({
      'content-type': 'application/zip', 'content-disposition': `attachment; filename="${fileName}"`, 'manifest-sha256': manifestSha256, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox",
    }).send(content);
  }
}
