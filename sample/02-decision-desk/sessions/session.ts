/** A session: the time a user works on decisions. Everything else hangs below one. */
import type { sessions } from '../database/schema.js';

export type Session = Readonly<typeof sessions.$inferSelect>;
export type NewSession = Pick<Session, 'ownerId' | 'title'>;
