/** Pay lists and decisions about payments. */
import { Module } from '@nestjs/common';
import { PayListsController } from './paylists.controller.js';
import { PaymentDecisionsController } from './payment-decisions.controller.js';

@Module({ controllers: [PayListsController, PaymentDecisionsController] })
export class PayListsModule {}
