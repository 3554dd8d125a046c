/** Middleware as Nest has it, around every route. */
import { Injectable, type NestMiddleware, type Type } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Journal } from './journal.js';

export function journalMiddleware(journal: Journal): Type<NestMiddleware> {
  @Injectable()
  class JournalMiddleware implements NestMiddleware {
    use(request: IncomingMessage, response: ServerResponse, next: () => void): void {
      journal(`middleware ${String(request.method)}`);
      response.setHeader('X-Middleware', 'was here');
      next();
    }
  }
  return JournalMiddleware;
}
