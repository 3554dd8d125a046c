import { Body, Controller, Get, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { CurrentUser } from '../auth/current-user.decorator.js';
import type { User } from '../auth/user.js';
import type { Conversation, Exchange, Message } from './conversation.js';
import { SendMessageDto, StartConversationDto } from './conversations.dto.js';
import { ConversationsService } from './conversations.service.js';

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
  send(@CurrentUser() user: User, @ConversationId() id: string, @Body() body: SendMessageDto): Promise<Exchange> {
    return this.conversations.send(user, id, body.content);
  }

  @Get('conversations/:conversationId/messages')
  messages(@CurrentUser() user: User, @ConversationId() id: string): Promise<Message[]> {
    return this.conversations.messages(user, id);
  }
}
