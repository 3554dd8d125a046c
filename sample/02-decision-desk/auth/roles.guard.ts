/** `@Roles(['facilitator'])` on a route lets only those in; a route without it is open to every user. */
import { ForbiddenException, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { AuthenticatedRequest } from './auth.guard.js';
import type { Role } from './user.js';

export const Roles = Reflector.createDecorator<readonly Role[]>();

@Injectable()
export class RolesGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const allowed = this.reflector.getAllAndOverride(Roles, [context.getHandler(), context.getClass()]);
    const { user } = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (allowed === undefined || (user !== undefined && allowed.includes(user.role))) return true;
    throw new ForbiddenException(`Only a ${allowed.join(' or ')} may do this.`);
  }
}
