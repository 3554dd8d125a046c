/** The page, the questions whose answers come word by word, and what users think of them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BadGatewayException,
  Body,
  Controller,
  Get,
  Header,
  Headers,
  HttpCode,
  Param,
  Post,
  RequestMethod,
  Sse,
  type MessageEvent,
} from '@nestjs/common';
import { Counted, MetricLabel } from 'nestjs-observability';
import { Observable, type Subscriber } from 'rxjs';
import { Assistant } from './assistant.js';
import { Chats } from './chats.js';
import type { Plan } from './models.js';

interface Asked {
  readonly chatId: string;
  readonly question: string;
  readonly plan: Plan;
}

@Controller()
export class ChatController {
  constructor(
    private readonly assistant: Assistant,
    private readonly chats: Chats,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  page(): Promise<string> {
    return readFile(join(__dirname, 'chat.html'), 'utf8');
  }

  @Sse('chats/:chatId/questions', { method: RequestMethod.POST })
  ask(
    @Param('chatId') chatId: string,
    @Body('question') question = 'How do I make tea?',
    @Headers('x-plan') plan?: string,
  ): Observable<MessageEvent> {
    const asked = { chatId, question, plan: plan === 'team' ? plan : 'free' } as const;
    return new Observable((events) => {
      const leaving = new AbortController();
      void this.answer(asked, events, leaving.signal);
      return () => leaving.abort();
    });
  }

  @Post('chats/:chatId/rating')
  @HttpCode(204)
  @Counted('ratings_total', { help: 'What users think of the advice they got.' })
  rate(@Param('chatId') chatId: string, @MetricLabel('rating', { max: 2 }) @Body('rating') _rating: string): void {
    this.chats.rated(chatId);
  }

  private async answer(asked: Asked, events: Subscriber<MessageEvent>, signal: AbortSignal): Promise<void> {
    const { chatId, question, plan } = asked;
    const turns = this.chats.asked(chatId, question);
    const onText = (text: string) => events.next({ type: 'text', data: text });
    try {
      const answer = await this.assistant.answer({ plan, turns, signal, onText });
      this.chats.answered(chatId, turns, answer);
      events.complete();
    } catch (error) {
      this.chats.unanswered(chatId);
      events.error(new BadGatewayException('The model has no answer. Ask in other words.', { cause: error }));
    }
  }
}
