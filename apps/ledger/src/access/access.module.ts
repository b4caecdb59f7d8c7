/** Signing in. */
import { Module } from '@nestjs/common';
import { systemClock } from '#application';
import type { Log } from '../log/log.js';
import { LOG, type ServerSettings, SETTINGS } from '../tokens.js';
import { OidcController } from './oidc.controller.js';
import { PendingSignIns } from './oidc-cookie.js';
import { OidcSignIn } from './oidc.js';
import { SessionController } from './session.controller.js';
import { SignInAttempts } from './sign-in-attempts.js';

const now = (): number => Date.parse(systemClock.now());

@Module({
  controllers: [OidcController, SessionController],
  providers: [
    { provide: SignInAttempts, useFactory: () => new SignInAttempts(now) },
    { provide: PendingSignIns, useFactory: () => new PendingSignIns(now) },
    { provide: OidcSignIn, inject: [SETTINGS, LOG], useFactory: ({ oidc }: ServerSettings, log: Log) => new OidcSignIn(oidc, log, now) },
  ],
})
export class AccessModule {}
