/** Accountability, live. */
import { Module } from '@nestjs/common';
import { ComplaintsController } from './complaints.controller.js';
import { DuesController } from './dues.controller.js';
import { FindingsController } from './findings.controller.js';
import { OversightController } from './oversight.controller.js';

@Module({ controllers: [DuesController, FindingsController, ComplaintsController, OversightController] })
export class AccountabilityModule {}
