/**
 * Keeps requests and responses that a rule asks for, to be looked at later: headers and bodies, redacted before they are kept. It
 * follows the operations of HTTP and touches nothing of the exchanges that no rule can keep.
 */
import type { CaptureConfig, CaptureRuleConfig } from '../config/index.js';
import { Slot, type Clock, type Diagnostics, type Operation, type OperationHandler } from '../kernel/index.js';
import type { Redactor } from '../security/index.js';
import { ByteBudget } from './body-tap.js';
import { CaptureRules } from './capture-rules.js';
import { CaptureStore } from './capture-store.js';
import type { CapturedExchange } from './captured-exchange.js';
import { curlOf } from './curl.js';
import { ExchangeReader } from './exchange-reader.js';
import { ExchangeTaps } from './exchange-taps.js';
import { harOf, type HarDocument } from './har.js';
import { factsOf, httpSubjectOf, type HttpSubject } from './http-subject.js';
import { bytesToHold } from './readable-body.js';

export interface CaptureSurroundings {
  readonly config: CaptureConfig;
  readonly redactor: Redactor;
  readonly diagnostics: Diagnostics;
  readonly clock: Clock;
  /** In milliseconds; 0 is never. */
  readonly slowMsOf: (operation: Operation) => number;
  /** Of this service, named in exported archives. */
  readonly version: string;
}

interface Watch {
  readonly subject: HttpSubject;
  readonly taps: ExchangeTaps;
  readonly candidates: readonly CaptureRuleConfig[];
}

const WATCHES = new Slot<Watch>();

export class Capture {
  readonly handler: OperationHandler = {
    name: 'capture',
    needsContext: false,
    handles: (kind) => kind === 'http.server',
    start: (operation) => this.begin(operation),
    end: (operation) => this.end(operation),
    discard: (operation) => WATCHES.get(operation)?.taps.close(),
  };
  private readonly rules: CaptureRules;
  private readonly store: CaptureStore;
  private readonly reader: ExchangeReader;
  private readonly budget: ByteBudget;

  constructor(private readonly surroundings: CaptureSurroundings) {
    const { config, redactor, diagnostics, clock } = surroundings;
    this.rules = new CaptureRules(config.rules, diagnostics);
    this.store = new CaptureStore(config, clock);
    this.reader = new ExchangeReader(config, redactor, clock);
    this.budget = new ByteBudget(config.maxBytes);
  }

  /** The newest first. */
  all(): readonly CapturedExchange[] {
    return this.store.all();
  }

  get(id: string): CapturedExchange | undefined {
    return this.store.get(id);
  }

  /** Gives how many there were. */
  clear(): number {
    return this.store.clear();
  }

  curl(id: string): string | undefined {
    const exchange = this.store.get(id);
    return exchange && curlOf(exchange);
  }

  har(exchanges: readonly CapturedExchange[]): HarDocument {
    return harOf(exchanges, this.surroundings.version);
  }

  close(): void {
    this.store.clear();
  }

  private begin(operation: Operation): void {
    const subject = httpSubjectOf(operation);
    if (subject === undefined) return;
    const candidates = this.rules.candidates(subject.request.method ?? '');
    if (candidates.length === 0) return;
    const held = bytesToHold(this.surroundings.config.maxBodyBytes);
    const taps = new ExchangeTaps(subject.request, subject.response, held, this.budget);
    WATCHES.set(operation, { subject, taps, candidates });
  }

  private end(operation: Operation): void {
    const watch = WATCHES.get(operation);
    if (watch === undefined) return;
    try {
      this.decide(operation, watch);
    } finally {
      watch.taps.close();
    }
  }

  private decide(operation: Operation, { subject, taps, candidates }: Watch): void {
    const { diagnostics, slowMsOf } = this.surroundings;
    const rule = this.rules.decide(candidates, factsOf(operation, subject), slowMsOf(operation));
    if (rule === undefined) return;
    const isKept = this.store.add(this.reader.read(operation, subject, taps, rule.when));
    if (!isKept) diagnostics.dropped('captures', 'too_large');
  }
}
