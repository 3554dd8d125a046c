/** How long is slow: what the request's route says, else one threshold for all. */
import type { HttpConfig } from '../../config/index.js';
import type { Operation } from '../../kernel/index.js';
import { HttpExchange } from './http-exchange.js';

/** In milliseconds; 0 is never. */
export function slowMsOf({ slowMs }: Pick<HttpConfig, 'slowMs'>): (operation: Operation) => number {
  return ({ subject }) => (subject instanceof HttpExchange ? subject.route?.slowMs : undefined) ?? slowMs;
}
