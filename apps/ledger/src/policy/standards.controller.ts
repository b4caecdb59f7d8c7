/** Published values: recorded, corrected, listed, and what a publication means for those already paid. */
import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type AffectedDetermination, type Impact, type ImpactRow, Ledger, type Sending, type StandardRow } from '#application';
import { parseCivilDate, parseInstant } from '#kernel';
import { LOCAL_KEYS } from '#policy';
import { byColumns } from '#reports';
import { By, Caller } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { ApiProblems } from '../problem/problem.dto.js';
import { type CursorPart, pageOf } from '../query/cursor.js';
import { MAX_LIMIT, NoQuery } from '../query/parameters.js';
import { Turnstiles } from '../reports/turnstile.js';
import { ApiSending, ETAG, Sent } from '../http/sending.js';
import { API, LEDGER } from '../tokens.js';
import { CorrectionBody, ImpactPageDto, ImpactQuery, LocalKeysDto, PublishBody, StandardRowDto, StandardsPageDto, StandardsPublishedDto, StandardsQuery } from './standards.dto.js';

const COLUMNS = [(row: StandardRow) => row.key, (row: StandardRow) => row.division, (row: StandardRow) => row.from];

@ApiTags('standards')
@Controller(`${API}/standards`)
export class StandardsController {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger, private readonly turnstiles: Turnstiles) {}

  @Get()
  @Requires('standard.read')
  @ApiOperation({ operationId: 'listStandards', summary: 'Published values with their corrections' })
  @ApiOkResponse({ type: StandardsPageDto })
  @ApiProblems(400, 429)
  async standards(@Query() { division, key, on, knownAt, after, limit = MAX_LIMIT }: StandardsQuery): Promise<StandardsPageDto> {
    const { rows } = await this.turnstiles.live.pass(() =>
      this.ledger.policy.standards({ division, key, on: on === undefined ? undefined : parseCivilDate(on), knownAt: knownAt === undefined ? undefined : parseInstant(knownAt) }));
    return pageOf(rows as readonly StandardRowDto[], COLUMNS, after, limit);
  }

  @Post()
  @HttpCode(200)
  @Requires('standard.publish')
  @RouteConfig({ acceptsDocument: true })
  @ApiOperation({ operationId: 'publishStandards', summary: 'Record published values', description: 'Each value is recorded, already recorded, or rejected with a reason; one that is rejected does not hold up the others. The same again records nothing. A county records its own and those of its city and province; where one is of another division, the whole request is refused.' })
  @ApiOkResponse({ type: StandardsPublishedDto })
  @ApiProblems(400, 403, 413, 415)
  async publish(@Query() _query: NoQuery, @Body() { entries }: PublishBody, @By() by: Caller): Promise<StandardsPublishedDto> {
    // What is no code is of no place: the rows that hold it are rejected for that.
    for (const division of new Set(entries.map((entry) => entry.division))) if (/^\d{6}$/.test(division)) await by.concerning(division);
    return this.ledger.policy.publishStandards(entries, await by.at());
  }

  @Post('corrections')
  @HttpCode(200)
  @Requires('standard.publish')
  @ApiOperation({ operationId: 'correctStandard', summary: 'Correct a published value', description: 'What was published stays beside the correction. Which payments and determinations it concerns: /standards/impact.' })
  @ApiOkResponse({ type: StandardRowDto, headers: ETAG, description: 'The value as corrected.' })
  @ApiProblems(400, 403, 404, 409, 413, 415)
  @ApiSending('each')
  async correct(@Query() _query: NoQuery, @Body() correction: CorrectionBody, @By() by: Caller, @Sent() sending: Sending): Promise<StandardRowDto> {
    return (await this.ledger.policy.correctStandard({ ...correction }, await by.concerning(correction.division), sending)) as StandardRowDto;
  }

  @Get('keys')
  @Requires('standard.read')
  @ApiOperation({ operationId: 'listStandardKeys', summary: 'What can be published: key, unit, name, publisher' })
  @ApiOkResponse({ type: LocalKeysDto })
  @ApiProblems(400)
  keys(@Query() _query: NoQuery): LocalKeysDto {
    return { rows: [...LOCAL_KEYS.values()] };
  }

  @Get('impact')
  @Requires('report.read')
  @ApiOperation({ operationId: 'standardImpact', summary: 'What the values known now mean for what was listed and determined', description: 'Arrears per case and month, and the determinations that rest on the key. Nothing that was paid is touched. One such question is computed at a time.' })
  @ApiOkResponse({ type: ImpactPageDto })
  @ApiProblems(400, 429)
  async impact(@Query() { key, division, after, limit = MAX_LIMIT }: ImpactQuery, @By() by: Caller): Promise<ImpactPageDto> {
    await by.at(division);
    return impactPage(await this.turnstiles.history.pass(() => this.ledger.policy.impact({ key, division })), after, limit);
  }
}

/** An item of one of the three lists of an impact, with its place in the order of all. */
interface Item {
  readonly place: readonly CursorPart[];
  readonly row?: ImpactRow;
  readonly notComputed?: Impact['notComputed'][number];
  readonly determination?: AffectedDetermination;
}
const PLACES = [0, 1, 2, 3].map((n) => (item: Item): CursorPart => item.place[n] ?? '');

/** The lists one after the other, so that a page is bounded whichever of them is long. */
function impactPage({ key, division, arrearsComputed, rows, notComputed, determinations, total }: Impact, after: string | undefined, limit: number): ImpactPageDto {
  const items: readonly Item[] = [
    ...rows.map((row) => ({ row, place: [0, row.caseId, row.month, row.division] })),
    ...notComputed.map((item) => ({ notComputed: item, place: [1, item.caseId, item.code] })),
    ...determinations.map((determination) => ({ determination, place: [2, determination.determinationId] })),
  ].sort(byColumns(...PLACES));
  const page = pageOf(items, PLACES, after, limit);
  const list = <K extends 'row' | 'notComputed' | 'determination'>(name: K): readonly NonNullable<Item[K]>[] => page.rows.flatMap((item) => (item[name] === undefined ? [] : [item[name] as NonNullable<Item[K]>]));
  return { key, division, arrearsComputed, rows: list('row'), notComputed: list('notComputed'), determinations: list('determination'), total, next: page.next };
}
