/** Batches, answers of banks, accounts, payments and months. */
import { Module } from '@nestjs/common';
import { ImportsModule } from '../imports/imports.module.js';
import { BatchesController, StatementsController } from './batches.controller.js';
import { PayeesController, PaymentsController, PeriodsController } from './periods.controller.js';

@Module({ imports: [ImportsModule], controllers: [BatchesController, StatementsController, PayeesController, PaymentsController, PeriodsController] })
export class SettlementModule {}
