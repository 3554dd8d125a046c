/** Domain event: a message is saved. Published in this process, after the transaction. */
import type { Message } from './conversation.js';

export class MessageSent {
  static readonly type = 'message.sent';

  constructor(
    readonly sessionId: string,
    readonly role: Message['role'],
    readonly lengthChars: number,
    readonly sentAt: Date,
  ) {}
}
