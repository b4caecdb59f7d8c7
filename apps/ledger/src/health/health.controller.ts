/** Health: whether the process runs, and whether it can answer truthfully. */
import { Controller, Get, Inject, Query, Res, ServiceUnavailableException } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import type { FastifyReply } from 'fastify';
import { Ledger, systemClock } from '#application';
import { Public } from '../access/requires.js';
import { ApiProblems } from '../problem/problem.dto.js';
import { Messaging } from '../messaging/messaging.js';
import { NoQuery } from '../query/parameters.js';
import { LEDGER } from '../tokens.js';
import { Follower } from './follower.js';
import { HealthDto } from './health.dto.js';
import { logHealth, witnessesHealth } from './log-health.js';

/** A store that takes longer than this to read one event is as good as gone. */
const STORE_TIMEOUT_MS = 3_000;
/** Reports are then noticeably old; a large import can take this long to fold. */
const LAG_SECONDS = 60;

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly checks: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly follower: Follower,
    private readonly messaging: Messaging,
    @Inject(LEDGER) private readonly ledger: Ledger,
  ) {}

  @Get('live')
  @Public()
  @ApiOperation({ operationId: 'getLiveness', summary: 'The process runs' })
  @ApiOkResponse({ type: HealthDto })
  @ApiProblems(400)
  live(@Query() _query: NoQuery): HealthDto {
    return { status: 'ok', info: {}, error: {}, details: {} };
  }

  @Get('ready')
  @Public()
  @ApiOperation({ operationId: 'getReadiness', summary: 'The store can be read and the read models follow it', description: 'status "degraded" (200): the read models are more than a minute behind, what follows from an event by itself is stuck (GET /api/v1/follow-ups says on which), the transparency log cannot be kept, or its witnesses refuse or have not cosigned for a minute.' })
  @ApiServiceUnavailableResponse({ type: HealthDto, description: 'Not ready; "error" says why.' })
  @ApiOkResponse({ type: HealthDto })
  @ApiProblems(400)
  async ready(@Query() _query: NoQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<HealthDto> {
    let since: string | null = null;
    const store = await this.indicators.check('store').attempt(async () => {
      since = (await this.ledger.lag()).since;
    }).withTimeout(STORE_TIMEOUT_MS);
    if (store.store.status === 'up') this.follower.sawLag(since);
    try {
      return (await this.checks.check([() => ({ store: { status: store.store.status } }), () => this.followerHealth(since), () => this.followUpsHealth(), ...this.logHealth(), ...(await this.messagingHealth())])) as HealthDto;
    } catch (error) {
      if (!(error instanceof ServiceUnavailableException)) throw error;
      void reply.status(503);
      return error.getResponse() as HealthDto;
    }
  }

  private followerHealth(since: string | null) {
    const lagSeconds = since === null ? 0 : Math.max(0, Math.round((Date.parse(systemClock.now()) - Date.parse(since)) / 1000));
    const indicator = this.indicators.check('follower');
    const { failing } = this.follower;
    if (failing !== null) return indicator.down({ lagSeconds, failingSince: failing });
    return lagSeconds > LAG_SECONDS ? indicator.degraded({ lagSeconds }) : indicator.up({ lagSeconds });
  }

  private logHealth() {
    const { status } = this.ledger.log;
    const witnesses = witnessesHealth(status, systemClock.now());
    return [['log', logHealth(status)] as const, ...(witnesses === undefined ? [] : [['logWitnesses', witnesses] as const])].map(([name, { degraded, told }]) => () => {
      const indicator = this.indicators.check(name);
      return degraded ? indicator.degraded(told) : indicator.up(told);
    });
  }

  /** Nothing where Kafka is off. That it is not reached keeps nobody from working, so it never makes the server unready. */
  private async messagingHealth() {
    // A store that cannot be read is told above.
    const { relay, intake } = await this.messaging.health().catch(() => ({ relay: undefined, intake: undefined }));
    return [
      ...(relay === undefined ? [] : [() => {
        const { lagSeconds, failure, stuck, published } = relay;
        const told = { lagSeconds, published, stuck, ...(failure === null ? {} : { code: failure.code, failingSince: failure.since, attempts: failure.attempts }) };
        return failure !== null || stuck ? this.indicators.check('kafkaRelay').degraded(told) : this.indicators.check('kafkaRelay').up(told);
      }]),
      ...(intake === undefined ? [] : [() => {
        const { lag, counts, waiting, stuck, restarts } = intake;
        const told = { lag, ...counts, restarts, stuck, ...(waiting === null ? {} : { code: waiting.code, waitingSince: waiting.since, attempts: waiting.attempts }) };
        return waiting !== null || stuck ? this.indicators.check('kafkaIntake').degraded(told) : this.indicators.check('kafkaIntake').up(told);
      }]),
    ];
  }

  /** Anybody may ask, so neither the stream nor the message is told. */
  private followUpsHealth() {
    const indicator = this.indicators.check('followUps');
    const { stuck } = this.ledger.followUps.status();
    if (stuck === null) return indicator.up();
    const { followUp, code, since, attempts } = stuck;
    return indicator.degraded({ followUp, code, stuckSince: since, attempts });
  }
}
