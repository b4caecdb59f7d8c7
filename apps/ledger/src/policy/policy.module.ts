/** Rules, packs, published values and determinations. */
import { Module } from '@nestjs/common';
import { DeterminationsController } from './determinations.controller.js';
import { PacksController } from './packs.controller.js';
import { RulesController } from './rules.controller.js';
import { StandardsController } from './standards.controller.js';

@Module({ controllers: [DeterminationsController, RulesController, StandardsController, PacksController] })
export class PolicyModule {}
