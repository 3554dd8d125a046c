/** Everything that is thrown in applications, errors and what is none. */
import {
  BadRequestException,
  ForbiddenException,
  HttpException,
  ImATeapotException,
  InternalServerErrorException,
  NotFoundException,
} from '@nestjs/common';

class CustomException extends HttpException {
  constructor() {
    super({ code: 'E_CUSTOM', detail: { field: 'id' } }, 422, { cause: new Error('the cause') });
  }
}

const makers = {
  http: () => new HttpException('not now', 409),
  'not-found': () => new NotFoundException('There is no order 7.'),
  described: () => new BadRequestException('bad', { cause: new Error('deep'), description: 'described' }),
  forbidden: () => new ForbiddenException(),
  teapot: () => new ImATeapotException(['short', 'stout']),
  internal: () => new InternalServerErrorException({ own: 'shape' }),
  custom: () => new CustomException(),
  plain: () => new Error('plain error'),
  type: () => new TypeError('no such thing'),
  abort: () => new DOMException('given up', 'AbortError'),
  aggregate: () => new AggregateError([new Error('one'), new Error('two')], 'several'),
  'with-status': () => Object.assign(new Error('with a status'), { status: 418, statusCode: 418, expose: true }),
  frozen: () => Object.freeze(new Error('frozen')),
  'no-stack': () => Object.assign(new Error('without a stack'), { stack: undefined }),
  text: () => 'a thrown text',
  number: () => 7,
  null: () => null,
  undefined: () => undefined,
  object: () => ({ statusCode: 503, message: 'no error at all' }),
  proxy: () => new Proxy(new Error('behind a proxy'), {}),
} as const satisfies Readonly<Record<string, () => unknown>>;

export type FaultName = keyof typeof makers;
export const faultNames = Object.keys(makers) as readonly FaultName[];

export function faultOf(name: FaultName): unknown {
  return makers[name]();
}

/** @throws whatever the name says */
export function raise(name: FaultName): never {
  throw faultOf(name);
}
