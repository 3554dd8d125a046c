/** How often one address may try within a minute. Remembers a bounded number of addresses: the longest silent one is forgotten. */
import { denied } from '../../endpoints/index.js';
import type { Clock } from '../../kernel/index.js';

const WINDOW_MS = 60_000;
const MAX_ADDRESSES = 1000;

interface Attempts {
  readonly endsAtMs: number;
  count: number;
}

export class AttemptLimit {
  private readonly byAddress = new Map<string, Attempts>();

  constructor(
    private readonly maxAttempts: number,
    private readonly clock: Clock,
  ) {}

  /** @throws ApiProblem with 429 once the address has used up its attempts of this minute */
  check(address: string): void {
    const attempts = this.current(address);
    if (attempts === undefined || attempts.count < this.maxAttempts) return;
    const waitS = Math.ceil((attempts.endsAtMs - this.clock.now()) / 1000);
    throw denied(429, 'There were too many attempts', `try again in ${waitS} s`, { 'retry-after': String(waitS) });
  }

  count(address: string): void {
    const attempts = this.current(address) ?? { endsAtMs: this.clock.now() + WINDOW_MS, count: 0 };
    attempts.count++;
    this.byAddress.delete(address);
    this.byAddress.set(address, attempts);
    if (this.byAddress.size > MAX_ADDRESSES) this.byAddress.delete(this.byAddress.keys().next().value!);
  }

  private current(address: string): Attempts | undefined {
    const attempts = this.byAddress.get(address);
    return attempts !== undefined && attempts.endsAtMs > this.clock.now() ? attempts : undefined;
  }
}
