/** Filters that answer, pass on or fail themselves. */
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import type { ReplyLike } from '../answers/answer.js';
import type { Journal } from '../journal.js';
import { meetTrouble } from '../trouble.js';

function everything(journal: Journal) {
  @Catch()
  class EverythingFilter implements ExceptionFilter {
    catch(error: unknown, host: ArgumentsHost): void {
      journal(`filter got ${error instanceof Error ? error.name : String(error)}`);
      meetTrouble(host, 'filter');
      if (host.getType() !== 'http') return;
      const reply = host.switchToHttp().getResponse<ReplyLike & { headersSent?: boolean; sent?: boolean }>();
      if (reply.headersSent !== true && reply.sent !== true) reply.status(521).send({ filtered: true });
    }
  }
  return EverythingFilter;
}

function ofHttp(journal: Journal) {
  @Catch(HttpException)
  class HttpFilter implements ExceptionFilter<HttpException> {
    async catch(error: HttpException, host: ArgumentsHost): Promise<void> {
      await null;
      journal(`http filter ${error.getStatus()}`);
      if (host.getType() !== 'http') return;
      host.switchToHttp().getResponse<ReplyLike>().status(error.getStatus()).send({ by: 'http filter' });
    }
  }
  return HttpFilter;
}

function base(journal: Journal) {
  @Catch()
  class PassingFilter extends BaseExceptionFilter {
    override catch(error: unknown, host: ArgumentsHost): void {
      journal('passing filter');
      Reflect.apply(super.catch, this, [error, host]);
    }
  }
  return PassingFilter;
}

export const filters = {
  'everything-filter': { role: 'filter', make: everything },
  'http-filter': { role: 'filter', make: ofHttp },
  'passing-filter': { role: 'filter', make: base },
} as const;
