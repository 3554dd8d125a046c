import { NotFoundException, ServiceUnavailableException } from '@nestjs/common';
import type { Operation } from '../../kernel/index.js';
import { FailureHandler } from './failure.handler.js';

describe('FailureHandler', () => {
  let told: unknown[];
  let handler: FailureHandler;

  beforeEach(() => {
    told = [];
    handler = new FailureHandler((error, operation) => told.push([error, operation?.name]));
  });

  it('follows the work that enters the application, and makes no operation of a call', () => {
    const kinds = ['http.server', 'queue.process', 'database.query', 'nest.guard', 'method'] as const;

    expect(kinds.map((kind) => handler.handles(kind))).toEqual([true, true, false, false, false]);
    expect(handler.wants()).toBe(false);
  });

  it('tells an error once, whoever meets it', () => {
    const error = new Error('no stock');
    handler.end(ended('event', error));
    handler.end(ended('request', error));
    handler.tell(error, undefined);
    handler.tell('text', undefined);
    handler.tell('text', undefined);

    expect(told).toEqual([
      [error, 'event'],
      ['text', undefined],
      ['text', undefined],
    ]);
  });

  it('takes an answer below 500 for none, and one above for a failure', () => {
    const unavailable = new ServiceUnavailableException();
    handler.end(ended('request', new NotFoundException()));
    handler.end(ended('request', unavailable));
    handler.end(ended('request', undefined));
    handler.end({ ...ended('request', new Error('gone')), outcome: 'canceled' } as Operation);

    expect(told).toEqual([[unavailable, 'request']]);
  });
});

function ended(name: string, error: unknown): Operation {
  return { name, outcome: 'error', error } as Operation;
}
