/** One thing that the page can ask for, and perhaps change, under a path of its own. */
import type { DownloadAnswer, RequestFields } from '../endpoints/index.js';

/** Who asks: of the token's cookie `developer`, or what `console.access.authorize` says. */
export interface ConsoleCaller {
  readonly name: string;
  readonly remoteAddress: string;
}

export interface ConsoleResource {
  /** Below `${console.path}/api/v1/`. */
  readonly name: string;
  /** Of a change's body. 16 KiB where nothing is said. */
  readonly maxBodyBytes?: number;
  /**
   * Has no side effect.
   * @returns what stands beside `version` in the answer, or a file
   * @throws ApiProblem
   */
  read?(query: URLSearchParams): object | Promise<object> | DownloadAnswer | Promise<DownloadAnswer>;
  /**
   * In place of `read`: server-sent events, each chunk written as soon as the client takes it. The answer ends with the iterable; its
   * `return` is called where the client goes first.
   * @param lastEventId of a client that comes back
   * @throws ApiProblem, before anything was sent
   */
  stream?(lastEventId: string | undefined): EventStream;
  /** The same as `read`, as it is afterwards; refused unless `console.changes` is on. */
  change?(fields: RequestFields, caller: ConsoleCaller): object | Promise<object>;
}

export interface EventStream extends AsyncIterable<string> {
  /** Aborted where a client that does not read has to be cut off. */
  readonly signal?: AbortSignal;
}
