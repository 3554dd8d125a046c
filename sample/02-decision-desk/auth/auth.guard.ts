/** Finds the user behind `Authorization: Bearer desk-ada` or, for a quick try, `x-user-id: ada`; 401 without one. */
import { Injectable, UnauthorizedException, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { IncomingHttpHeaders } from 'node:http';
import { UserDirectory } from './user-directory.js';
import type { User } from './user.js';

export interface AuthenticatedRequest {
  readonly headers: IncomingHttpHeaders;
  user?: User;
}

@Injectable()
export class AuthGuard implements CanActivate {
  constructor(private readonly users: UserDirectory) {}

  /** A gateway knows its user by the handshake, and messages between services have none. */
  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    request.user = this.userOf(request.headers);
    if (request.user === undefined)
      throw new UnauthorizedException('Send "Authorization: Bearer desk-ada" or "x-user-id: ada".');
    return true;
  }

  private userOf({ authorization, 'x-user-id': id }: IncomingHttpHeaders): User | undefined {
    const token = authorization?.match(/^Bearer (\S+)$/i)?.[1];
    if (token !== undefined) return this.users.findByToken(token);
    return typeof id === 'string' ? this.users.findById(id) : undefined;
  }
}
