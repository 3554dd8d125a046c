/** Two guards in front of every route: who are you, then may you. */
import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuthGuard } from './auth.guard.js';
import { RolesGuard } from './roles.guard.js';
import { UserDirectory } from './user-directory.js';

@Module({
  providers: [UserDirectory, { provide: APP_GUARD, useClass: AuthGuard }, { provide: APP_GUARD, useClass: RolesGuard }],
  exports: [UserDirectory],
})
export class AuthModule {}
