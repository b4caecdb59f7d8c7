/** The live procedure. */
import { Module } from '@nestjs/common';
import { CorrectionsController } from './corrections.controller.js';
import { ErasuresController } from './erasures.controller.js';
import { RegisterController } from './register.controller.js';
import { StepsController } from './steps.controller.js';

@Module({ controllers: [StepsController, RegisterController, CorrectionsController, ErasuresController] })
export class ProcedureModule {}
