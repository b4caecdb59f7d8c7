/** The health checks. */
import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { systemClock } from '#application';
import type { Log } from '../log/log.js';
import { LOG } from '../tokens.js';
import { Messaging } from '../messaging/messaging.js';
import { Follower } from './follower.js';
import { HealthController } from './health.controller.js';

@Module({
  // Terminus would log every failed probe with whatever the store said; the answer tells the prober, the follower tells the log.
  imports: [TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController],
  providers: [
    { provide: Follower, inject: [LOG], useFactory: (log: Log) => new Follower(log, systemClock.now) },
    { provide: Messaging, inject: [LOG], useFactory: (log: Log) => new Messaging(log, systemClock.now) },
  ],
  exports: [Follower, Messaging],
})
export class HealthModule {}
