/** Everything about importing workbooks. */
import { Module } from '@nestjs/common';
import { Ledger } from '#application';
import type { Log } from '../log/log.js';
import { LEDGER, LOG, type ServerSettings, SETTINGS } from '../tokens.js';
import { ImportJobs } from './import-jobs.js';
import { ImportsController } from './imports.controller.js';

@Module({
  controllers: [ImportsController],
  providers: [{
    provide: ImportJobs,
    inject: [LEDGER, LOG, SETTINGS],
    useFactory: (ledger: Ledger, log: Log, settings: ServerSettings) => new ImportJobs(ledger, log, settings),
  }],
  exports: [ImportJobs],
})
export class ImportsModule {}
