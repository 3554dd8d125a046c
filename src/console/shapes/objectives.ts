/** Objectives, their budgets, and what would page somebody. */

export interface ObjectiveRow {
  readonly name: string;
  readonly description: string | null;
  readonly indicator: 'availability' | 'latency' | 'ratio';
  /** Of latency objectives: what took longer is bad. */
  readonly thresholdMs: number | null;
  /** `0.999` */
  readonly objective: number;
  readonly window: string;
  readonly good: number;
  readonly bad: number;
  /** Share of good events; null without any. */
  readonly current: number | null;
  /** Of the budget; below 0 when more was spent. */
  readonly budgetRemaining: number;
  readonly burnRates: readonly { readonly window: string; readonly rate: number | null }[];
  /** Each pair of windows with the threshold that both have to exceed. */
  readonly alerts: readonly {
    readonly severity: string;
    readonly longWindow: string;
    readonly shortWindow: string;
    readonly threshold: number;
    readonly isFiring: boolean;
  }[];
  readonly exhaustedInMs: number | null;
  readonly p95Ms: number | null;
  /** `GET /orders/:id`: what it is about, those that burn most first. */
  readonly routes: readonly { readonly name: string; readonly good: number; readonly bad: number }[];
}

/** `GET objectives` */
export interface ObjectivesAnswer {
  readonly version: 1;
  readonly objectives: readonly ObjectiveRow[];
}

/** `GET objective-rule?name=`: Prometheus rules for one objective, as the generator writes them. */
export interface ObjectiveRuleAnswer {
  readonly version: 1;
  readonly yaml: string;
}
