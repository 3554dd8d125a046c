/** Handlers that answer in every way a handler can. */
import { Controller } from '@nestjs/common';
import { EventPattern, MessagePattern, Payload, RpcException } from '@nestjs/microservices';
import { delay, EMPTY, from, interval, of, Subject, take, throwError, type Observable } from 'rxjs';

export const handled: unknown[] = [];
export const gate = { open: new Subject<void>(), entered: 0 };

@Controller()
export class OrdersController {
  @MessagePattern('sum')
  sum(@Payload() numbers: number[]): number {
    return numbers.reduce((sum, number) => sum + number, 0);
  }

  @MessagePattern({ v: 1, cmd: 'find' })
  async find(@Payload() id: unknown): Promise<unknown> {
    return { id, tags: ['a', null, { deep: true }], when: new Date(0) };
  }

  @MessagePattern('many')
  many(): Observable<number> {
    return from([1, 2, 3]);
  }

  @MessagePattern('many-late')
  manyLate(): Promise<Observable<number>> {
    return Promise.resolve(interval(2).pipe(take(3)));
  }

  @MessagePattern('subject')
  subject(): Observable<number> {
    const subject = new Subject<number>();
    setTimeout(() => {
      subject.next(1);
      subject.next(2);
      subject.complete();
    }, 20);
    return subject;
  }

  @MessagePattern('echo')
  echo(@Payload() value: unknown): Observable<unknown> {
    return of(value).pipe(delay(1));
  }

  @MessagePattern('nothing')
  nothing(): undefined {
    return undefined;
  }

  @MessagePattern('empty')
  empty(): Observable<never> {
    return EMPTY;
  }

  @MessagePattern('none')
  none(): null {
    return null;
  }

  @MessagePattern('fail-rpc')
  failRpc(): never {
    throw new RpcException({ code: 'E_ORDER', message: 'no such order', details: [1, 2] });
  }

  @MessagePattern('fail-text')
  failText(): never {
    throw new RpcException('only words');
  }

  @MessagePattern('fail-error')
  async failError(): Promise<never> {
    throw new RangeError('secret detail');
  }

  @MessagePattern('fail-string')
  failString(): never {
    throw 'a string';
  }

  @MessagePattern('fail-late')
  failLate(): Observable<number> {
    return throwError(() => new RpcException('in the stream'));
  }

  @MessagePattern('wait')
  wait(): Promise<string> {
    gate.entered++;
    return new Promise((resolve) => gate.open.subscribe(() => resolve('waited')));
  }

  @EventPattern('noted')
  noted(@Payload() note: unknown): void {
    handled.push(note);
  }

  @EventPattern('noted-badly')
  notedBadly(@Payload() _note: unknown): void {
    throw new TypeError('cannot note this');
  }
}
