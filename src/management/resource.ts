/** One thing that can be looked at, and perhaps changed, under a path of its own. */
import type { ManagementChange, ManagementRead } from '../config/index.js';
import type { DownloadAnswer, RequestFields } from '../endpoints/index.js';
import type { Caller } from './access.js';

export interface Resource {
  readonly name: ManagementRead | ManagementChange;
  /** @returns what stands beside `version` in the answer, or a file */
  read(query: URLSearchParams): object | Promise<object> | DownloadAnswer | Promise<DownloadAnswer>;
  /** @returns the same, as it is afterwards */
  change?(fields: RequestFields, caller: Caller): object | Promise<object>;
}
