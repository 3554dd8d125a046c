/** What the application is made of, how it is configured, and what can be changed while it runs. */

/** `GET application`: management's resources as they are, whatever management itself exposes. */
export interface ApplicationAnswer {
  readonly version: 1;
  readonly routes: readonly {
    readonly method: string;
    readonly path: string;
    readonly handler: string | null;
    readonly versions: readonly string[];
    readonly guards: readonly string[];
    readonly interceptors: readonly string[];
    readonly pipes: readonly string[];
    readonly filters: readonly string[];
  }[];
  readonly modules: readonly {
    readonly name: string;
    readonly isGlobal: boolean;
    readonly imports: readonly string[];
    readonly controllers: readonly string[];
    readonly providers: readonly string[];
  }[];
  readonly schedules: {
    readonly jobs: readonly {
      readonly name: string;
      readonly schedule: string | null;
      readonly isActive: boolean | null;
      readonly lastRun: string | null;
      readonly nextRun: string | null;
    }[];
    readonly intervals: readonly string[];
    readonly timeouts: readonly string[];
  };
  readonly queues: readonly { readonly name: string; readonly figures: Readonly<Record<string, number>> }[];
  readonly config: readonly { readonly path: string; readonly value: unknown; readonly origin: string }[];
  /** Null where logs are off. */
  readonly loggers: LoggersPart | null;
  readonly exporters: readonly {
    readonly signal: string;
    readonly queued: number | null;
    readonly exported: number | null;
    readonly lastSuccess: string | null;
  }[];
  readonly drops: readonly { readonly signal: string; readonly reason: string; readonly count: number }[];
}

/** `GET loggers` and the answer of `POST loggers { context?, level, expiresInMs?, permanent? }`; a level of null takes changes back. */
export interface LoggersAnswer extends LoggersPart {
  readonly version: 1;
}

export interface LoggersPart {
  readonly general: string;
  /** Those with a level of their own. */
  readonly contexts: Readonly<Record<string, string>>;
  /** What ends by itself; the newest of one setting last. */
  readonly changes: readonly {
    /** `level`, or `level/OrdersService`. */
    readonly setting: string;
    readonly value: unknown;
    readonly by: string;
    /** ISO 8601. */
    readonly expiresAt: string;
  }[];
}
