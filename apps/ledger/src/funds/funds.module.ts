/** The funds ledger. */
import { Module } from '@nestjs/common';
import { FundsController } from './funds.controller.js';

@Module({ controllers: [FundsController] })
export class FundsModule {}
