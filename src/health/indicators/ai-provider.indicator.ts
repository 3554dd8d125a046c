/**
 * Whether a provider of language models answers. Such a provider is far away, slow at times and not ours: the check degrades and
 * never fails readiness, and a probe is told what was last known while the provider is asked behind its back.
 */
import { ObservabilityError } from '../../kernel/index.js';
import { unobserved } from '../dependencies/dependency-check.js';
import { failureOf, resultOf } from '../check-result.js';
import type { CheckResult, HealthCheck } from '../health-check.js';

/**
 * How often a provider of models is asked, and how long for.
 *
 * @example
 * ```ts
 * const gently: AiProviderCheckOptions = { intervalMs: 300_000, timeoutMs: 2_000 };
 *
 * app.get(HealthRegistry).register(aiProviderCheck('openai', new OpenAI(), gently));
 * ```
 */
export interface AiProviderCheckOptions {
  /** The provider is asked by a probe that comes this long after it was last asked, in milliseconds. @default 30_000 */
  readonly intervalMs?: number;
  /** Time the provider has for its answer, in milliseconds. @default 5_000 */
  readonly timeoutMs?: number;
}

/**
 * Asks a provider of models by a function of the application's own.
 * Resolves when all is well; the signal is aborted when the time is up.
 *
 * @example
 * ```ts
 * const ask: AskProvider = (signal) => fetch('http://127.0.0.1:11434/api/version', { signal });
 *
 * app.get(HealthRegistry).register(aiProviderCheck('ollama', ask));
 * ```
 */
export type AskProvider = (signal: AbortSignal) => unknown;

/**
 * A health check that asks a provider of models whether it answers.
 * A client of `openai` or `@anthropic-ai/sdk`, which is asked for the list of its models (that costs no tokens), or a function.
 * The first probe says that nothing is known yet, and a change is seen by the probe after the one that asked. For
 * `HealthRegistry.register`, or returned by a `@HealthContributor()` method.
 *
 * @throws ObservabilityError OBS_ERR_OPTION_INVALID when it is neither
 * @example
 * ```ts
 * const health = app.get(HealthRegistry);
 *
 * health.register(aiProviderCheck('openai', new OpenAI(), { intervalMs: 60_000 }));
 * ```
 */
export function aiProviderCheck(
  name: string,
  provider: object | AskProvider,
  { intervalMs = 30_000, timeoutMs = 5_000 }: AiProviderCheckOptions = {},
): HealthCheck {
  const known = new KnownState(askOf(name, provider), { intervalMs, timeoutMs });
  return {
    name,
    isOptional: true,
    check: () => ({ [name]: known.now() }),
    dispose: () => known.close(),
  };
}

type Entry = { readonly status: 'up' | 'down' } & Readonly<Record<string, unknown>>;

const UNKNOWN: Entry = { status: 'up', answer: 'not known yet' };

class KnownState {
  private known = UNKNOWN;
  private askedAtMs = -Infinity;
  private isAsking = false;
  private isClosed = false;
  /** Of the question under way, or the last one. */
  private question = new AbortController();

  constructor(
    private readonly ask: AskProvider,
    private readonly limits: Required<AiProviderCheckOptions>,
  ) {}

  now(): Entry {
    const isOld = performance.now() - this.askedAtMs >= this.limits.intervalMs;
    if (isOld && !this.isAsking && !this.isClosed) void this.askAnew();
    return this.known;
  }

  close(): void {
    this.isClosed = true;
    this.question.abort();
  }

  private async askAnew(): Promise<void> {
    this.askedAtMs = performance.now();
    const { status, details } = await this.answer();
    const durationMs = Math.round(performance.now() - this.askedAtMs);
    this.known = { ...details, status: status === 'fail' ? 'down' : 'up', durationMs };
  }

  /** Never rejects, and is over when the time is, whether or not the provider can be called off. */
  private async answer(): Promise<CheckResult> {
    const { timeoutMs } = this.limits;
    // One for each: listeners of clients, which stay for good, go with it.
    const question = (this.question = new AbortController());
    const { signal } = question;
    const timeout = setTimeout(() => question.abort(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs).unref();
    try {
      return resultOf(await Promise.race([this.asking(signal), aborted(signal)]));
    } catch (error) {
      return failureOf(signal.aborted ? signal.reason : error);
    } finally {
      clearTimeout(timeout);
    }
  }

  /** A question that hangs for good is not followed by another. */
  private async asking(signal: AbortSignal): Promise<unknown> {
    this.isAsking = true;
    try {
      return await unobserved(async () => this.ask(signal));
    } finally {
      this.isAsking = false;
    }
  }
}

/** Rejects when the time is up. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

interface ModelList {
  list(first?: unknown, second?: unknown): unknown;
}

function askOf(name: string, provider: object | AskProvider): AskProvider {
  if (typeof provider === 'function') return provider as AskProvider;
  const { models, messages } = provider as { readonly models?: Partial<ModelList>; readonly messages?: unknown };
  if (typeof models?.list !== 'function') throw unknownProvider(name);
  const list = (models as ModelList).list.bind(models);
  // Anthropic's parameters come before the options.
  return messages === undefined ? (signal) => list(oneTry(signal)) : (signal) => list({}, oneTry(signal));
}

/** The next look is the retry. */
function oneTry(signal: AbortSignal): object {
  return { signal, maxRetries: 0 };
}

function unknownProvider(name: string): ObservabilityError {
  return ObservabilityError.of({
    code: 'OBS_ERR_OPTION_INVALID',
    fact: `The health check ${name} needs a client that lists its models, or a function`,
    fix: 'pass a client of openai or @anthropic-ai/sdk, or a function that asks the provider',
  });
}
