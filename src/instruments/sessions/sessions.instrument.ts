/**
 * Sessions of users, clients or documents: open for minutes or days, each a trace of its own with a link to what opened it.
 * A session that promises heartbeats is found dead when they stop.
 */
import type { Attributes, MeterCells, MeterFamily, OperationEnd, OperationStart } from '../../kernel/index.js';
import { Handle, HandleKeeper, ownTrace } from '../handle.js';
import { Instrument, type InstrumentHost } from '../instrument.js';
import { Heartbeats } from './heartbeats.js';
import {
  deadDetected,
  heartbeatChecks,
  sessionConvention,
  sessionMetrics,
  sessionsArchived,
  sessionsCreated,
  sessionsEvicted,
} from './sessions.metrics.js';

/**
 * What is known of a session when it opens.
 *
 * @example
 * ```ts
 * const start: SessionStart = { tier: 'free', userId: 'ann', heartbeatTimeoutMs: 30_000, onDead: () => catalogue.forget() };
 *
 * getInstrument(SessionsInstrument).open(start).close();
 * ```
 */
export interface SessionStart {
  /** A handful of values, such as `free` and `team`; becomes a label. @default 'default' */
  readonly tier?: string;
  /** `session_id` of its span and its log line. */
  readonly id?: string;
  readonly userId?: string;
  /** Without a heartbeat for this long it ends as dead, in milliseconds. @default never */
  readonly heartbeatTimeoutMs?: number;
  /** Called once if it is found dead, after its end. */
  readonly onDead?: () => void;
  /** On its span and its log line. */
  readonly attributes?: Attributes;
}

/**
 * Sessions of users, clients or documents: how many are open, how long they last, and how they end.
 *
 * @example
 * ```ts
 * const session = getInstrument(SessionsInstrument).open({ tier: 'team', heartbeatTimeoutMs: 30_000 });
 *
 * session.heartbeat();
 * session.close();
 * ```
 */
export class SessionsInstrument extends Instrument {
  static override readonly metrics = sessionMetrics;
  readonly name = 'sessions';
  /** Made with the first session: an application without any shows no metric of them. */
  private tracked: Tracking | undefined;

  /** Open now. */
  get openCount(): number {
    return this.tracked?.keeper.openCount ?? 0;
  }

  /** End the session by one of the handle's methods; one that is forgotten is counted as leaked. */
  open(start: SessionStart = {}): SessionHandle {
    this.tracked ??= track(this.name, this.host);
    const { onDead = () => undefined, ...asked } = this.given.fields(start);
    const tier = this.given.name(asked.tier ?? 'default');
    const timeoutMs = this.given.positive('heartbeatTimeoutMs', asked.heartbeatTimeoutMs, undefined);
    this.tracked.created.cell([tier]).add(1);
    const session = new SessionHandle(this.tracked, { ...asked, tier });
    if (timeoutMs !== undefined) session.expectHeartbeats(timeoutMs, onDead);
    return session;
  }

  override close(): void {
    this.tracked?.keeper.close();
    this.tracked?.heartbeats.close();
  }
}

/** What all sessions of an application share. */
interface Tracking {
  readonly keeper: HandleKeeper;
  readonly heartbeats: Heartbeats;
  readonly created: MeterFamily<'counter'>;
  readonly archived: MeterCells['counter'];
  readonly evicted: MeterFamily<'counter'>;
  readonly dead: MeterCells['counter'];
}

function track(name: string, { measure, meter, pipeline }: InstrumentHost): Tracking {
  measure([sessionConvention]);
  const checks = meter.define(heartbeatChecks).cell([]);
  return {
    keeper: new HandleKeeper(name, pipeline),
    heartbeats: new Heartbeats(pipeline.clock, () => checks.add(1)),
    created: meter.define(sessionsCreated),
    archived: meter.define(sessionsArchived).cell([]),
    evicted: meter.define(sessionsEvicted),
    dead: meter.define(deadDetected).cell([]),
  };
}

/**
 * One open session, and the ways in which it may end.
 *
 * @example
 * ```ts
 * const session: SessionHandle = getInstrument(SessionsInstrument).open({ id: 's-1' });
 *
 * session.runIn(() => orders.open());
 * session.evict('memory_pressure');
 * ```
 */
export class SessionHandle extends Handle {
  constructor(
    private readonly shared: Tracking,
    { tier, attributes, ...ids }: SessionStart,
  ) {
    const { given } = shared.keeper;
    const [id, userId] = [given.id(ids.id), given.id(ids.userId)];
    const start: OperationStart = {
      kind: 'session',
      name: 'session',
      ...ownTrace(),
      scope: { ...(id !== undefined && { sessionId: id }), ...(userId !== undefined && { userId }) },
      attributes: { ...given.fields(attributes), 'session.tier': tier },
    };
    super(shared.keeper, start, (_end, work) => shared.heartbeats.forget(work));
  }

  /** It still gives sign. */
  heartbeat(): void {
    if (this.isUsable()) this.shared.heartbeats.sign(this.work);
  }

  /** The session is over, as it should be. */
  close(): void {
    this.finish('closed', { outcome: 'ok' });
  }

  /** The session is over, and what it left behind is kept. */
  archive(): void {
    if (this.finish('archived', { outcome: 'ok' })) this.shared.archived.add(1);
  }

  /** The service ends it; `memory_pressure` is the reason that dashboards know. A handful of values, it becomes a label. */
  evict(reason: string): void {
    const name = this.keeper.given.name(reason);
    if (this.finish(name, { outcome: 'canceled' })) this.shared.evicted.cell([name]).add(1);
  }

  /** It broke. */
  fail(error: unknown): void {
    this.finish('failed', { outcome: 'error', error });
  }

  /** For the instrument alone: ends it as dead unless `heartbeat` comes often enough. */
  expectHeartbeats(timeoutMs: number, onDead: () => void): void {
    const { keeper, work } = this;
    const { heartbeats, dead } = this.shared;
    heartbeats.watch(work, timeoutMs, () => {
      dead.add(1);
      work.operation.annotate({ [END_REASON]: 'dead' });
      keeper.takeBack(work);
      keeper.pipeline.diagnostics.safely('sessions', 'onDead', onDead, undefined);
    });
  }

  private finish(reason: string, end: OperationEnd): boolean {
    if (!this.isEnded) this.operation.annotate({ [END_REASON]: reason });
    return this.end(end);
  }
}

const END_REASON = 'session.end_reason';
