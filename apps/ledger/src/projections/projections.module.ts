/** The read models and their rebuilding. */
import { Module } from '@nestjs/common';
import type { Log } from '../log/log.js';
import { LOG, type ServerSettings, SETTINGS } from '../tokens.js';
import { ProjectionsController } from './projections.controller.js';
import { RebuildJobs } from './rebuild-jobs.js';

@Module({
  controllers: [ProjectionsController],
  providers: [{ provide: RebuildJobs, inject: [LOG, SETTINGS], useFactory: (log: Log, settings: ServerSettings) => new RebuildJobs(log, settings) }],
  exports: [RebuildJobs],
})
export class ProjectionsModule {}
