/** Accountability, live. */
import { Module } from '@nestjs/common';
import { ComplaintsController } from './complaints.controller.js';
import { FindingsController } from './findings.controller.js';
import { OversightController } from './oversight.controller.js';

@Module({ controllers: [FindingsController, ComplaintsController, OversightController] })
export class AccountabilityModule {}
