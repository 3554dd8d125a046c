/** Puts observed methods in the place of a client's own, on this one client: its class and other clients stay as they are. */
import { ObservabilityError, type Diagnostics } from '../../../kernel/index.js';
import { getInstrument } from '../../get-instrument.js';
import { AiInstrument } from '../ai.instrument.js';
import type { AiMessage } from '../message-shapes.js';
import { Answer, type Dialect } from './answer.js';
import { ObservedCall } from './observed-call.js';
import { observePromise } from './observed-promise.js';

/**
 * Who answers, and who pays.
 *
 * @example
 * ```ts
 * const options: ObserveClientOptions = { provider: 'ollama', tier: 'free' };
 *
 * const local = observeOpenAI(new OpenAI({ baseURL: 'http://127.0.0.1:11434/v1', apiKey: 'none' }), options);
 * ```
 */
export interface ObserveClientOptions {
  /** Who answers, where it is not who made the client: servers that speak its API. @default the maker of the client */
  readonly provider?: string;
  /** Label of the cost: a handful of values, or a function that says who pays now. @default 'default' */
  readonly tier?: string | (() => string | undefined);
  /** @default that of the application in which the client is used */
  readonly instrument?: AiInstrument;
}

/** A method that asks a model, such as `chat.completions.create`. */
export interface ClientMethod {
  readonly path: readonly string[];
  readonly dialect: Dialect;
}

export interface ClientShape {
  /** For messages: `a client of the package openai`. */
  readonly name: string;
  readonly methods: readonly ClientMethod[];
  readonly providerOf: (client: object) => string;
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

const observedMethods = new WeakSet<object>();

export function observeClient<C extends object>(client: C, shape: ClientShape, options: ObserveClientOptions): C {
  const found = shape.methods.flatMap(({ path, dialect }) => {
    const resource = resourceAt(client, path.slice(0, -1));
    const name = path.at(-1)!;
    return resource !== undefined && typeof resource[name] === 'function' ? [{ resource, name, dialect }] : [];
  });
  if (found.length === 0) throw unknownClient(shape);
  const provider = options.provider ?? shape.providerOf(client);
  for (const { resource, name, dialect } of found)
    replace(resource, name, new MethodObserver(provider, dialect, options));
  return client;
}

type Resource = Record<string, unknown>;

function resourceAt(client: object, path: readonly string[]): Resource | undefined {
  const at = path.reduce<unknown>((place, key) => (place as Resource | null | undefined)?.[key], client);
  return typeof at === 'object' && at !== null && Object.isExtensible(at) ? (at as Resource) : undefined;
}

function replace(resource: Resource, name: string, observer: MethodObserver): void {
  const original = resource[name] as Method;
  if (observedMethods.has(original)) return;
  const observed: Method = function (...args) {
    return observer.call(() => original.apply(this, args), args[0]);
  };
  observedMethods.add(observed);
  Object.defineProperty(resource, name, { value: observed, configurable: true, writable: true });
}

class MethodObserver {
  constructor(
    private readonly provider: string,
    private readonly dialect: Dialect,
    private readonly options: ObserveClientOptions,
  ) {}

  call(ask: () => unknown, request: unknown): unknown {
    const ai = this.options.instrument ?? getInstrument(AiInstrument);
    if (!ai.isObserving) return ask();
    const { diagnostics, recordsContent } = ai;
    const input = this.input(ai, request);
    const completion = ai.completion({
      ...this.about(request),
      ...this.settings(diagnostics),
      ...(input && { input }),
    });
    const answer = new Answer(recordsContent);
    const call = new ObservedCall({ completion, dialect: this.dialect, answer, diagnostics });
    try {
      const result = completion.runIn(ask);
      completion.requestSent();
      return observePromise(result, call);
    } catch (error) {
      call.fail(error);
      throw error;
    }
  }

  private about(request: unknown): { provider: string; model: string; streaming: boolean; operation: string } {
    const { model, stream } = (request ?? {}) as { model?: unknown; stream?: unknown };
    const { provider, dialect } = this;
    const { operation } = dialect;
    return { provider, model: typeof model === 'string' ? model : 'unknown', streaming: stream === true, operation };
  }

  private input({ recordsContent, diagnostics }: AiInstrument, request: unknown): readonly AiMessage[] | undefined {
    if (!recordsContent) return undefined;
    return diagnostics.safely('ai', 'prompt', () => this.dialect.input(request), []) as readonly AiMessage[];
  }

  private settings(diagnostics: Diagnostics): { tier?: string } {
    const { tier } = this.options;
    const asked = typeof tier === 'function' ? diagnostics.safely('ai', 'tier', tier, undefined) : tier;
    return asked === undefined ? {} : { tier: asked };
  }
}

function unknownClient({ name }: ClientShape): ObservabilityError {
  return ObservabilityError.of({
    code: 'OBS_ERR_OPTION_INVALID',
    fact: `What is to be observed must be ${name}`,
    fix: 'pass the client itself; for others there is AiInstrument.completion',
  });
}
