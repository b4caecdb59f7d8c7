/** The transparency log, and evidence that leaves the ledger. */
import { Module } from '@nestjs/common';
import { EvidenceController } from './evidence.controller.js';
import { TransparencyLogController } from './transparency-log.controller.js';

@Module({ controllers: [EvidenceController, TransparencyLogController] })
export class EvidenceModule {}
