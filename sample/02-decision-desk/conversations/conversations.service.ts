/** Talking with the assistant: access check, completion, saving, telling the rest of the desk. */
import { Injectable } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { Gauged, ObservabilityService, SpanAttribute, Traced } from 'nestjs-observability';
import { AssistantService } from '../ai/assistant.service.js';
import type { User } from '../auth/user.js';
import type { ComponentType } from '../cycles/component-type.js';
import type { Cycle } from '../cycles/cycle.js';
import { CyclesService } from '../cycles/cycles.service.js';
import type { Conversation, Exchange, Message } from './conversation.js';
import { ConversationsRepository } from './conversations.repository.js';
import { MessageSent } from './message-sent.event.js';

/** How far back the assistant reads. */
const rememberedMessages = 10;

@Traced()
@Injectable()
export class ConversationsService {
  constructor(
    private readonly conversations: ConversationsRepository,
    private readonly cycles: CyclesService,
    private readonly assistant: AssistantService,
    private readonly events: EventEmitter2,
    private readonly observability: ObservabilityService,
  ) {}

  async start(user: User, cycleId: string, component: ComponentType): Promise<Conversation> {
    await this.cycles.find(user, cycleId);
    return this.conversations.insert({ cycleId, component });
  }

  @Gauged('messages_in_progress', { help: 'Messages that wait for their answer.' })
  async send(user: User, @SpanAttribute('desk.conversation_id') id: string, content: string): Promise<Exchange> {
    const { conversation, cycle } = await this.open(user, id);
    const past = await this.conversations.lastMessages(id, rememberedMessages);
    const completion = await this.assistant.complete({
      decision: cycle.title,
      component: conversation.component,
      turns: [...past, { role: 'user', content }],
    });
    const exchange = await this.conversations.saveExchange(
      id,
      { role: 'user', content, tokens: completion.promptTokens },
      { role: 'assistant', content: completion.content, tokens: completion.completionTokens },
    );
    this.publish(cycle.sessionId, exchange);
    return exchange;
  }

  async messages(user: User, id: string): Promise<Message[]> {
    await this.open(user, id);
    return this.conversations.allMessages(id);
  }

  /** Throws `NotFound` or `AccessDenied`. */
  private async open(user: User, id: string): Promise<{ conversation: Conversation; cycle: Cycle }> {
    const conversation = await this.conversations.find(id);
    return { conversation, cycle: await this.cycles.find(user, conversation.cycleId) };
  }

  private publish(sessionId: string, { question, answer }: Exchange): void {
    for (const { role, content, sentAt } of [question, answer]) {
      this.events.emit(MessageSent.type, new MessageSent(sessionId, role, content.length, sentAt));
    }
    this.observability.addEvent('exchange.published', { 'desk.answer_chars': answer.content.length });
  }
}
