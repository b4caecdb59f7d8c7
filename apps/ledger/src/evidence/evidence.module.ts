/** The transparency log. */
import { Module } from '@nestjs/common';
import { TransparencyLogController } from './transparency-log.controller.js';

@Module({ controllers: [TransparencyLogController] })
export class EvidenceModule {}
