/** Who may use the desk. A stand-in for an identity provider: five accounts, each with a token. */
import { Injectable } from '@nestjs/common';
import type { User } from './user.js';

const accounts: readonly User[] = [
  { id: 'ada', role: 'facilitator' },
  { id: 'grace', role: 'participant' },
  { id: 'linus', role: 'participant' },
  { id: 'margaret', role: 'participant' },
  { id: 'dennis', role: 'participant' },
];

@Injectable()
export class UserDirectory {
  private readonly byId = new Map(accounts.map((user) => [user.id, user]));
  private readonly byToken = new Map(accounts.map((user) => [`desk-${user.id}`, user]));

  findById(id: string): User | undefined {
    return this.byId.get(id);
  }

  findByToken(token: string): User | undefined {
    return this.byToken.get(token);
  }
}
