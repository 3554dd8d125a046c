/** Calls of models, and the way of components through a journey. */

/** `GET ai`: since the start of the process. */
export interface AiAnswer {
  readonly version: 1;
  readonly models: readonly AiModelRow[];
  /** Calls of models without a price, which have no cost. */
  readonly unpricedCalls: number;
  readonly history: {
    readonly timesMs: readonly number[];
    readonly callsPerMinute: readonly (number | null)[];
    readonly tokensPerMinute: readonly (number | null)[];
    readonly costCentsPerMinute: readonly (number | null)[];
  };
  /** The newest first, at most 100. */
  readonly calls: readonly AiCallRow[];
}

export interface AiModelRow {
  readonly provider: string;
  readonly model: string;
  readonly tier: string;
  readonly calls: number;
  readonly errors: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cachedTokens: number;
  /** Null where the model has no price. */
  readonly costCents: number | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly firstTokenP50Ms: number | null;
}

export interface AiCallRow {
  readonly timeMs: number;
  readonly provider: string;
  readonly model: string;
  readonly tier: string;
  readonly outcome: string;
  readonly durationMs: number;
  readonly firstTokenMs: number | null;
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  readonly costCents: number | null;
  readonly traceId: string | null;
  /** On opt-in only (`ai.recordContent`). */
  readonly hasContent: boolean;
}

/** `GET journeys` */
export interface JourneysAnswer {
  readonly version: 1;
  readonly journeys: readonly {
    readonly name: string;
    /** Entered the first stage. */
    readonly started: number;
    /** Completed the last one. */
    readonly completed: number;
    /** Stages that were given up, or begun again. */
    readonly abandoned: number;
    /** In the order in which they are reached. */
    readonly stages: readonly {
      readonly name: string;
      readonly entered: number;
      readonly completed: number;
      /** Given up, or begun again. */
      readonly failed: number;
      readonly p50Ms: number | null;
    }[];
  }[];
}
