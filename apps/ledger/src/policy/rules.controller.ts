/** Rules: the clauses of the policy documents, as they are read and computed. */
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Ledger } from '#application';
import { Requires } from '../access/requires.js';
import { ApiProblems } from '../problem/problem.dto.js';
import { pageOf } from '../query/cursor.js';
import { NoQuery } from '../query/parameters.js';
import { byColumns } from '#reports';
import { API, LEDGER } from '../tokens.js';
import { RuleDto, RulePath, type RuleRowDto, RulesPageDto, RulesQuery } from './rules.dto.js';

const PAGE = 100;
const COLUMNS = [(row: RuleRowDto) => row.pack, (row: RuleRowDto) => row.id];

@ApiTags('rules')
@Controller(`${API}/rules`)
export class RulesController {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  @Get()
  @Requires('rule.read')
  @ApiOperation({ operationId: 'listRules', summary: 'The rules of all packs' })
  @ApiOkResponse({ type: RulesPageDto })
  @ApiProblems(400)
  async rules(@Query() { after, limit = PAGE }: RulesQuery): Promise<RulesPageDto> {
    const rows = await this.ledger.policy.rules();
    return pageOf([...rows].sort(byColumns(...COLUMNS)), COLUMNS, after, limit);
  }

  @Get(':id')
  @Requires('rule.read')
  @ApiOperation({ operationId: 'getRule', summary: 'One rule: clause, reading, figures, formulas' })
  @ApiOkResponse({ type: RuleDto })
  @ApiProblems(400, 404)
  rule(@Param() { id }: RulePath, @Query() _query: NoQuery): Promise<RuleDto> {
    return this.ledger.policy.explain(id);
  }
}
