/** What the driver tells the primary of a cluster, which tells its workers. */
export interface Sale {
  readonly size: string;
  readonly pieces: number;
  /** Observed once. */
  readonly waitSeconds: number;
}

export type Command =
  /** Answers when so many more serve, with their ids and the port that all of them share. */
  | { readonly do: 'fork'; readonly count: number }
  /** Answers when the worker has counted it. */
  | { readonly do: 'sell'; readonly worker: number; readonly sale: Sale }
  /** Answers after so long in the worker: what was due there has been done by then. */
  | { readonly do: 'rest'; readonly worker: number; readonly ms: number }
  /** Answers when it is gone. */
  | { readonly do: 'kill'; readonly worker: number; readonly signal: 'SIGTERM' | 'SIGKILL' }
  | { readonly do: 'stop' };

export interface Forked {
  readonly workers: readonly number[];
  readonly port: number;
}
