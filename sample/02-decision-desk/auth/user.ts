export type Role = 'facilitator' | 'participant';

export interface User {
  readonly id: string;
  readonly role: Role;
}
