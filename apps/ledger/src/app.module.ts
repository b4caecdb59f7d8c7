/** Puts the features together around one ledger. */
import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { Ledger } from '#application';
import { AccessModule } from './access/access.module.js';
import { AccountabilityModule } from './accountability/accountability.module.js';
import { AccountsModule } from './accounts/accounts.module.js';
import { CasesModule } from './cases/cases.module.js';
import { FundsModule } from './funds/funds.module.js';
import { EvidenceModule } from './evidence/evidence.module.js';
import { HealthModule } from './health/health.module.js';
import type { Routes } from './http/routes.js';
import { ImportsModule } from './imports/imports.module.js';
import type { Log } from './log/log.js';
import { PapersModule } from './papers/papers.module.js';
import { PayListsModule } from './paylists/paylists.module.js';
import { PolicyModule } from './policy/policy.module.js';
import { ProblemModule } from './problem/problem.module.js';
import { ProcedureModule } from './procedure/procedure.module.js';
import { ProjectionsModule } from './projections/projections.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { Turnstiles } from './reports/turnstile.js';
import { SettlementModule } from './settlement/settlement.module.js';
import { TasksModule } from './tasks/tasks.module.js';
import { WorklistModule } from './worklist/worklist.module.js';
import { LEDGER, LOG, ROUTES, type ServerSettings, SETTINGS } from './tokens.js';

export interface Surroundings {
  readonly ledger: Ledger;
  readonly log: Log;
  readonly settings: ServerSettings;
  readonly routes: Routes;
}

@Global()
@Module({})
export class AppModule {
  /** Stores are opened and closed by whoever starts the server, so that a failure to open is not a failure of NestJS. */
  static around({ ledger, log, settings, routes }: Surroundings): DynamicModule {
    return {
      module: AppModule,
      imports: [ProblemModule, AccessModule, AccountabilityModule, AccountsModule, ImportsModule, ReportsModule, CasesModule, ProcedureModule, PapersModule, WorklistModule, PolicyModule, TasksModule, PayListsModule, SettlementModule, FundsModule, ProjectionsModule, EvidenceModule, HealthModule],
      providers: [
        { provide: LEDGER, useFactory: () => ledger },
        { provide: LOG, useFactory: () => log },
        { provide: SETTINGS, useFactory: () => settings },
        { provide: ROUTES, useFactory: () => routes },
        { provide: Turnstiles, useFactory: () => new Turnstiles(settings.limits) },
      ],
      exports: [LEDGER, LOG, SETTINGS, ROUTES, Turnstiles],
    };
  }
}
