/** Applies the validation and the answers to errors everywhere. */
import { Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import type { Routes } from '../http/routes.js';
import type { Log } from '../log/log.js';
import { RequestValidation } from '../query/validation.js';
import { LOG, ROUTES } from '../tokens.js';
import { ProblemFilter } from './problem.filter.js';

@Module({
  providers: [
    { provide: APP_PIPE, useFactory: () => new RequestValidation() },
    { provide: APP_FILTER, inject: [LOG, ROUTES], useFactory: (log: Log, routes: Routes) => new ProblemFilter(log, routes) },
  ],
})
export class ProblemModule {}
