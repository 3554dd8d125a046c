/** What the environment says, told apart in one place. */
export const SETTINGS = Symbol('SETTINGS');

export interface Settings {
  readonly port: number;
  readonly platform: 'express' | 'fastify';
  readonly database: DatabaseSettings;
  /** Absent: one instance, whose live feed and export queue live in its memory. */
  readonly redisUrl: string | undefined;
  /** Absent: nobody is told of decisions. */
  readonly natsUrl: string | undefined;
  /** Absent: the local provider answers. */
  readonly openAi: OpenAiSettings | undefined;
  readonly traffic: TrafficSettings;
  /** Questions that a user may ask the assistant per minute. */
  readonly questionsPerMinute: number;
  /** Events of a conversation that nobody has open are kept this long, for whoever comes back. */
  readonly missedEventsSeconds: number;
  /** An open session whose client gives no sign for this long is closed. */
  readonly sessionTimeoutSeconds: number;
  /** Closed sessions are removed this long after they were closed. */
  readonly retentionMinutes: number;
}

export type DatabaseSettings =
  | { readonly kind: 'postgres'; readonly url: string }
  /** Without a directory everything lives in memory. */
  | { readonly kind: 'pglite'; readonly directory: string | undefined };

export interface OpenAiSettings {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
}

export interface TrafficSettings {
  readonly isOn: boolean;
  /** At once. */
  readonly users: number;
  readonly requestsPerSecond: number;
  /** The same seed gives the same users, decisions and mistakes. */
  readonly seed: number;
}

/** Throws an error that names the variable when a number is not one. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  return {
    port: numberIn(environment, 'PORT', 3000),
    platform: environment.PLATFORM === 'fastify' ? 'fastify' : 'express',
    database: readDatabase(environment),
    redisUrl: environment.REDIS_URL,
    natsUrl: environment.NATS_URL,
    openAi: readOpenAi(environment),
    traffic: {
      isOn: environment.TRAFFIC !== 'off',
      // Enough that one slow answer does not slow the rate.
      users: numberIn(environment, 'TRAFFIC_USERS', 4),
      requestsPerSecond: numberIn(environment, 'TRAFFIC_RPS', 5),
      seed: numberIn(environment, 'TRAFFIC_SEED', 42),
    },
    questionsPerMinute: numberIn(environment, 'QUESTIONS_PER_MINUTE', 12),
    missedEventsSeconds: numberIn(environment, 'MISSED_EVENTS_SECONDS', 60),
    sessionTimeoutSeconds: numberIn(environment, 'SESSION_TIMEOUT_SECONDS', 120),
    retentionMinutes: numberIn(environment, 'RETENTION_MINUTES', 30),
  };
}

function readDatabase({ DATABASE_URL, PGLITE_DIR }: NodeJS.ProcessEnv): DatabaseSettings {
  return DATABASE_URL ? { kind: 'postgres', url: DATABASE_URL } : { kind: 'pglite', directory: PGLITE_DIR };
}

function readOpenAi({ OPENAI_BASE_URL, OPENAI_API_KEY, OPENAI_MODEL }: NodeJS.ProcessEnv): OpenAiSettings | undefined {
  if (!OPENAI_BASE_URL) return undefined;
  return { baseUrl: OPENAI_BASE_URL, apiKey: OPENAI_API_KEY ?? '', model: OPENAI_MODEL ?? 'gpt-4o-mini' };
}

function numberIn(environment: NodeJS.ProcessEnv, name: string, otherwise: number): number {
  const value = Number(environment[name] ?? otherwise);
  if (!Number.isFinite(value) || value < 0) throw new Error(`${name} must be a number; got "${environment[name]}".`);
  return value;
}
