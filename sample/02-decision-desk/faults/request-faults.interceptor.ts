/** `errors` and `slowness`: every other request that reads fails, as with a broken replica; every other of all waits. */
import {
  Injectable,
  InternalServerErrorException,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { mergeMap, throwError, timer, type Observable } from 'rxjs';
import { FaultsController } from './faults.controller.js';
import { Faults, type FaultName } from './faults.js';

const waitMs = 3_000;

@Injectable()
export class RequestFaultsInterceptor implements NestInterceptor {
  private struck = 0;

  constructor(private readonly faults: Faults) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http' || context.getClass() === FaultsController) return next.handle();
    const { method } = context.switchToHttp().getRequest<{ method: string }>();
    if (method === 'GET' && this.strikes('errors')) return throwError(brokenReplica);
    if (this.strikes('slowness')) return timer(waitMs).pipe(mergeMap(() => next.handle()));
    return next.handle();
  }

  private strikes(fault: FaultName): boolean {
    return this.faults.isOn(fault) && this.struck++ % 2 === 0;
  }
}

function brokenReplica(): Error {
  return new InternalServerErrorException('Told to fail.');
}
