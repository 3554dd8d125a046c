import {
  Body,
  Controller,
  Get,
  Headers,
  Param,
  ParseUUIDPipe,
  Post,
  Sse,
  UseGuards,
  type MessageEvent,
} from '@nestjs/common';
import type { Observable } from 'rxjs';
import { SpanAttribute, Traced, type Attributes } from 'nestjs-observability';
import { CurrentUser } from '../auth/current-user.decorator.js';
import type { User } from '../auth/user.js';
import type { Answered, Conversation, Message } from './conversation.js';
import { SendMessageDto, StartConversationDto } from './conversations.dto.js';
import { ConversationsService } from './conversations.service.js';
import { QuestionLimitGuard } from './question-limit.guard.js';

const CycleId = () => Param('cycleId', ParseUUIDPipe);
const ConversationId = () => Param('conversationId', ParseUUIDPipe);

@Controller()
export class ConversationsController {
  constructor(private readonly conversations: ConversationsService) {}

  @Post('cycles/:cycleId/conversations')
  start(
    @CurrentUser() user: User,
    @CycleId() cycleId: string,
    @Body() body: StartConversationDto,
  ): Promise<Conversation> {
    return this.conversations.start(user, cycleId, body.component);
  }

  @Post('conversations/:conversationId/messages')
  @UseGuards(QuestionLimitGuard)
  @Traced({ attributes: aboutMessage })
  send(
    @CurrentUser() user: User,
    @SpanAttribute('desk.conversation_id') @ConversationId() id: string,
    @Body() body: SendMessageDto,
  ): Promise<Answered> {
    return this.conversations.send(user, id, body.content);
  }

  /** What happens in the conversation, as it happens; `Last-Event-ID` brings what was missed. */
  @Sse('conversations/:conversationId/events')
  events(
    @CurrentUser() user: User,
    @ConversationId() id: string,
    @Headers('last-event-id') lastEventId?: string,
  ): Promise<Observable<MessageEvent>> {
    return this.conversations.follow(user, id, lastEventId);
  }

  @Get('conversations/:conversationId/messages')
  messages(@CurrentUser() user: User, @ConversationId() id: string): Promise<Message[]> {
    return this.conversations.messages(user, id);
  }
}

function aboutMessage([user]: readonly unknown[], answered: unknown): Attributes {
  const { component } = (answered as Answered | undefined) ?? {};
  return { 'user.id': (user as User).id, ...(component !== undefined && { 'desk.component_type': component }) };
}
