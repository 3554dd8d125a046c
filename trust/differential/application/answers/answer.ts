/** What a handler of a generated application may do to be answered. */
import type { Platform } from '../../plan/application-plan.js';
import type { Journal } from '../journal.js';

/** Express' response or Fastify's reply, as far as both are used. */
export interface ReplyLike {
  readonly raw?: ReplyLike;
  status(code: number): ReplyLike;
  header(name: string, value: string): ReplyLike;
  send(body?: unknown): unknown;
  json(body: unknown): unknown;
  write(chunk: string): boolean;
  end(chunk?: string): unknown;
  hijack(): unknown;
  writeHead(status: number, headers?: Record<string, string>): unknown;
}

export interface Handling {
  readonly platform: Platform;
  readonly journal: Journal;
  /** Where the answer asks for it. */
  readonly reply: ReplyLike;
}

export interface Answer {
  /** Nest's, such as `@HttpCode()`. */
  readonly decorators?: readonly MethodDecorator[];
  /** `@Res()`, with or without `passthrough`. */
  readonly reply?: 'by-hand' | 'passthrough';
  readonly isEventStream?: true;
  readonly run: (handling: Handling) => unknown;
}

export type Answers<Name extends string = string> = Readonly<Record<Name, Answer>>;
