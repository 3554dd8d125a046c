/** Talking with the assistant: access check, completion, saving, telling the rest of the desk. */
import { Injectable, type MessageEvent } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { Gauged, ObservabilityService, SpanAttribute, Traced } from 'nestjs-observability';
import type { Observable } from 'rxjs';
import { AssistantService } from '../ai/assistant.service.js';
import type { User } from '../auth/user.js';
import type { ComponentType } from '../cycles/component-type.js';
import type { Cycle } from '../cycles/cycle.js';
import { CyclesService } from '../cycles/cycles.service.js';
import { LiveFeed } from '../live/live-feed.js';
import { LiveTopics } from '../live/live-topics.js';
import type { Answered, Conversation, Exchange, Message } from './conversation.js';
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
    private readonly feed: LiveFeed,
    private readonly topics: LiveTopics,
  ) {}

  async start(user: User, cycleId: string, component: ComponentType): Promise<Conversation> {
    await this.cycles.find(user, cycleId);
    return this.conversations.insert({ cycleId, component });
  }

  /** @param onText told each piece of the answer as it comes */
  @Gauged('messages_in_progress', { help: 'Messages that wait for their answer.' })
  async send(
    user: User,
    @SpanAttribute('desk.conversation_id') id: string,
    content: string,
    onText: (text: string) => void = () => undefined,
  ): Promise<Answered> {
    const { conversation, cycle } = await this.open(user, id);
    const past = await this.conversations.lastMessages(id, rememberedMessages);
    const completion = await this.assistant.complete({
      decision: cycle.title,
      component: conversation.component,
      turns: [...past, { role: 'user', content }],
      tier: user.role,
      onText: (text) => {
        this.topics.deliver({ type: 'answer.text', conversationId: id, text });
        onText(text);
      },
    });
    const exchange = await this.conversations.saveExchange(
      id,
      { role: 'user', content, tokens: completion.promptTokens },
      { role: 'assistant', content: completion.content, tokens: completion.completionTokens },
    );
    await this.publish(cycle.sessionId, exchange);
    return { ...exchange, component: conversation.component };
  }

  async messages(user: User, id: string): Promise<Message[]> {
    await this.open(user, id);
    return this.conversations.allMessages(id);
  }

  async follow(user: User, id: string, lastEventId?: string): Promise<Observable<MessageEvent>> {
    await this.open(user, id);
    return this.topics.follow(id, lastEventId);
  }

  /** Throws `NotFound` or `AccessDenied`. */
  private async open(user: User, id: string): Promise<{ conversation: Conversation; cycle: Cycle }> {
    const conversation = await this.conversations.find(id);
    return { conversation, cycle: await this.cycles.find(user, conversation.cycleId) };
  }

  /** To those who listen in this process, and to whoever has the conversation open, wherever that is. */
  private async publish(sessionId: string, { question, answer }: Exchange): Promise<void> {
    for (const { role, content, sentAt } of [question, answer]) {
      this.events.emit(MessageSent.type, new MessageSent(sessionId, role, content.length, sentAt));
    }
    const { conversationId, id, content } = answer;
    await this.feed.publish({ type: 'answer.saved', conversationId, messageId: id, content });
    this.observability.addEvent('exchange.published', { 'desk.answer_chars': content.length });
  }
}
