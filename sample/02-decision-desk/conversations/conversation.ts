/** A conversation with the assistant about one component of a cycle. */
import type { ComponentType } from '../cycles/component-type.js';
import type { conversations, messages } from '../database/schema.js';

export type Conversation = Readonly<typeof conversations.$inferSelect>;
export type NewConversation = Pick<Conversation, 'cycleId' | 'component'>;
export type Message = Readonly<typeof messages.$inferSelect>;
export type NewMessage = Pick<Message, 'role' | 'content' | 'tokens'>;

/** A question and its answer are saved together or not at all. */
export interface Exchange {
  readonly question: Message;
  readonly answer: Message;
}

/** What the one who asked gets back. */
export interface Answered extends Exchange {
  readonly component: ComponentType;
}
