/**
 * Sessions as they are lived: open in front of somebody, giving sign, closed, put away or abandoned. The database knows what
 * a session holds; this knows that it is there.
 */
import { Inject, Injectable, Logger } from '@nestjs/common';
import { ObservabilityService } from 'nestjs-observability';
import { SessionsInstrument, type SessionHandle } from 'nestjs-observability/instruments';
import type { User } from '../auth/user.js';
import { SETTINGS, type Settings } from '../common/settings.js';
import type { Session } from './session.js';
import { SessionsRepository } from './sessions.repository.js';

const millisecondsPerSecond = 1_000;
/** Of the open sessions, when memory gets short. */
const evictedShare = 0.25;

@Injectable()
export class LiveSessions {
  private readonly logger = new Logger(LiveSessions.name);
  /** In the order of their opening. */
  private readonly open = new Map<string, SessionHandle>();

  constructor(
    private readonly sessions: SessionsInstrument,
    private readonly repository: SessionsRepository,
    @Inject(SETTINGS) private readonly settings: Settings,
    observability: ObservabilityService,
  ) {
    observability.onMemoryPressure(() => this.makeRoom());
  }

  // #region session
  opened({ id }: Session, user: User): void {
    const handle = this.sessions.open({
      id,
      userId: user.id,
      tier: user.role,
      heartbeatTimeoutMs: this.settings.sessionTimeoutSeconds * millisecondsPerSecond,
      onDead: () => this.abandoned(id),
    });
    this.open.set(id, handle);
  }
  // #endregion

  /** Its client gives sign; of a session that another instance opened this one knows nothing. */
  heartbeat(id: string): void {
    this.open.get(id)?.heartbeat();
  }

  closed(id: string): void {
    this.take(id)?.close();
  }

  archived(id: string): void {
    this.take(id)?.archive();
  }

  /** Lets the oldest go. */
  private makeRoom(): void {
    const oldest = [...this.open.keys()].slice(0, Math.ceil(this.open.size * evictedShare));
    for (const id of oldest) {
      this.take(id)?.evict('memory_pressure');
      this.closeQuietly(id);
    }
  }

  private abandoned(id: string): void {
    this.open.delete(id);
    this.closeQuietly(id);
  }

  private closeQuietly(id: string): void {
    this.repository.close(id, new Date()).catch((error) => this.logger.warn(`Session ${id} stays open: ${error}`));
  }

  private take(id: string): SessionHandle | undefined {
    const handle = this.open.get(id);
    this.open.delete(id);
    return handle;
  }
}
