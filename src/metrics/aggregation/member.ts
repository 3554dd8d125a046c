/** A process or thread that told us of itself and tells what it counts. */
import type { Contribution, Growth } from './contribution.js';
import { Peer, type Wire } from './peer.js';

/** What a member says of itself when it joins. */
export interface Introduction {
  readonly id: string;
  /** For warnings: `worker 3`. */
  readonly name: string;
  readonly threadId: number;
  /** The series in which it is counted that the member did not answer. */
  readonly unanswered: Growth;
  readonly maxSeries: number;
  readonly maxLabelValues: number;
  readonly collectTimeoutMs: number;
}

/** Who told its states, and who still lives but did not: what it told last holds. */
export interface Answer {
  readonly complete: readonly string[];
  readonly silent: readonly string[];
}

/** A page as it is handed on to the member that was asked for it. */
export interface PageRequest {
  readonly id: number;
  readonly format: 'text' | 'openmetrics';
  readonly names: readonly string[];
}

export interface PagePiece {
  readonly text: string;
  readonly isLast: boolean;
}

export interface MemberListeners {
  contributions(contributions: readonly Contribution[]): void;
  page(request: PageRequest): Promise<PagePiece>;
  /** A page is not wanted any further. */
  leave(id: number): Promise<void>;
  farewell(): void;
}

/** After so long a silence its last states are shown no more. */
const SILENCE_MS = 60_000;

export class Member {
  readonly peer: Peer;
  private sources: readonly string[] = [];
  private silentSinceMs: number | undefined;

  constructor(
    readonly introduction: Introduction,
    wire: Wire,
    key: string,
    listeners: MemberListeners,
  ) {
    this.peer = new Peer(wire, key, {
      ...listeners,
      contributions: (contributions: readonly Contribution[]) => {
        this.silentSinceMs = undefined;
        listeners.contributions(contributions);
      },
    });
  }

  /** Resolves when it has told everything of these names. */
  async ask(names: readonly string[]): Promise<Answer> {
    const answer = await this.peer.ask<Answer>('gather', names);
    this.silentSinceMs = undefined;
    this.sources = [...answer.complete, ...answer.silent];
    return answer;
  }

  /** It did not answer in time. */
  isSilent(): Answer {
    this.silentSinceMs ??= performance.now();
    return { complete: [], silent: this.isForgotten ? [] : this.sources };
  }

  /** Silent for so long that it counts as gone until it is heard again. */
  get isForgotten(): boolean {
    return this.silentSinceMs !== undefined && performance.now() - this.silentSinceMs >= SILENCE_MS;
  }
}
