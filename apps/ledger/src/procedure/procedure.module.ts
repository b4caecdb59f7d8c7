/** The live procedure. */
import { Module } from '@nestjs/common';
import { RegisterController } from './register.controller.js';
import { StepsController } from './steps.controller.js';

@Module({ controllers: [StepsController, RegisterController] })
export class ProcedureModule {}
