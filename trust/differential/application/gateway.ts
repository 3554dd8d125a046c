/** A WebSocket gateway that answers, streams, says nothing, and fails. */
import type { Type } from '@nestjs/common';
import { MessageBody, SubscribeMessage, WebSocketGateway, WsException } from '@nestjs/websockets';
import { from, type Observable } from 'rxjs';
import { aspectsOf, decorateMethod } from './aspects.js';
import type { Building } from './building.js';

export const GATEWAY_PATH = '/gateway';

export function gateway({ journal, observation }: Building): Type {
  @WebSocketGateway({ path: GATEWAY_PATH })
  class Gateway {
    handleConnection(): void {
      journal('connected');
    }

    handleDisconnect(): void {
      journal('disconnected');
    }

    @SubscribeMessage('echo')
    echo(@MessageBody() data: unknown): object {
      journal('echo');
      return { event: 'echoed', data };
    }

    @SubscribeMessage('many')
    many(): Observable<object> {
      return from([1, 2, 3].map((data) => ({ event: 'number', data })));
    }

    @SubscribeMessage('silent')
    async silent(): Promise<void> {
      journal('silent');
    }

    @SubscribeMessage('fail')
    fail(): never {
      throw new WsException('not today');
    }

    @SubscribeMessage('break')
    async break(): Promise<never> {
      throw new Error('broken');
    }
  }
  for (const key of ['echo', 'many', 'fail']) {
    decorateMethod(Gateway.prototype, key, aspectsOf(['Traced', 'Counted'], observation));
  }
  return Gateway;
}
