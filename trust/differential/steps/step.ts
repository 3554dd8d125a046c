/** One thing that is done to every twin, and then compared. */
import type { Http2Request } from '../client/http2-exchange.js';
import type { RawScript } from '../client/raw-exchange.js';

export type Step = {
  /** Below `differential.` */
  readonly attackClass: string;
  readonly title: string;
} & (
  | { readonly by: 'http' | 'messages'; readonly script: RawScript }
  | { readonly by: 'http2'; readonly request: Http2Request }
);
