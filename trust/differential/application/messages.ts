/** Message and event patterns, for the TCP transport. */
import { Controller, type Type } from '@nestjs/common';
import { EventPattern, MessagePattern, Payload, RpcException } from '@nestjs/microservices';
import { of, throwError, type Observable } from 'rxjs';
import { aspectsOf, decorateMethod } from './aspects.js';
import type { Building } from './building.js';

export function messageController({ journal, observation }: Building): Type {
  @Controller()
  class MessageController {
    @MessagePattern('sum')
    sum(@Payload() numbers: readonly number[]): number {
      journal('sum');
      return numbers.reduce((left, right) => left + right, 0);
    }

    @MessagePattern({ cmd: 'many' })
    many(): Observable<number> {
      return of(1, 2, 3);
    }

    @MessagePattern('late')
    async late(): Promise<object> {
      return { late: true };
    }

    @MessagePattern('nothing')
    nothing(): void {}

    @MessagePattern('fail')
    fail(): never {
      throw new RpcException('not today');
    }

    @MessagePattern('break')
    async break(): Promise<never> {
      throw new Error('broken');
    }

    @MessagePattern('stream-fails')
    streamFails(): Observable<never> {
      return throwError(() => new RpcException({ code: 7 }));
    }

    @EventPattern('happened')
    happened(@Payload() what: unknown): void {
      journal(`happened ${JSON.stringify(what)}`);
    }
  }
  for (const key of ['sum', 'many', 'fail', 'happened']) {
    decorateMethod(MessageController.prototype, key, aspectsOf(['Observed'], observation));
  }
  return MessageController;
}
