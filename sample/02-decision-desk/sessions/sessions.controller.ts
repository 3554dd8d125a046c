import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { CurrentUser } from '../auth/current-user.decorator.js';
import type { User } from '../auth/user.js';
import type { Session } from './session.js';
import { OpenSessionDto } from './sessions.dto.js';
import { SessionsService } from './sessions.service.js';

@Controller('sessions')
export class SessionsController {
  constructor(private readonly sessions: SessionsService) {}

  @Post()
  open(@CurrentUser() user: User, @Body() { title }: OpenSessionDto): Promise<Session> {
    return this.sessions.open(user, title);
  }

  @Get()
  list(@CurrentUser() user: User): Promise<Session[]> {
    return this.sessions.list(user);
  }

  @Get(':sessionId')
  find(@CurrentUser() user: User, @Param('sessionId', ParseUUIDPipe) id: string): Promise<Session> {
    return this.sessions.find(user, id);
  }

  @Post(':sessionId/heartbeat')
  @HttpCode(204)
  heartbeat(@CurrentUser() user: User, @Param('sessionId', ParseUUIDPipe) id: string): Promise<void> {
    return this.sessions.heartbeat(user, id);
  }

  @Post(':sessionId/archive')
  @HttpCode(200)
  archive(@CurrentUser() user: User, @Param('sessionId', ParseUUIDPipe) id: string): Promise<Session> {
    return this.sessions.archive(user, id);
  }

  @Post(':sessionId/close')
  @HttpCode(200)
  close(@CurrentUser() user: User, @Param('sessionId', ParseUUIDPipe) id: string): Promise<Session> {
    return this.sessions.close(user, id);
  }
}
