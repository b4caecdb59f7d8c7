/** Accounts and delegations. */
import { Module } from '@nestjs/common';
import { AccountsController } from './accounts.controller.js';
import { DelegationsController } from './delegations.controller.js';

@Module({ controllers: [AccountsController, DelegationsController] })
export class AccountsModule {}
