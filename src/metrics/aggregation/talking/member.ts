/** A process or thread that told us of itself and tells what it counts. */
import type { Contribution, Growth } from '../telling/contribution.js';
import { Peer, type Wire } from './peer.js';

/** Of the messages between the two sides: they may be of different releases. To be raised when one of them changes. */
export const PROTOCOL = 1;

/** What a member says of itself when it joins. */
export interface Introduction {
  readonly protocol: typeof PROTOCOL;
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

const NOTHING: Answer = { complete: [], silent: [] };

/** After so long a silence its last states are shown no more. */
const SILENCE_MS = 60_000;

export class Member {
  readonly peer: Peer;
  private sources: readonly string[] = [];
  private silentSinceMs: number | undefined;
  private hasLeft = false;

  constructor(
    readonly introduction: Introduction,
    wire: Wire,
    key: string,
    listeners: MemberListeners,
  ) {
    const contributions = (told: readonly Contribution[]): void => {
      this.silentSinceMs = undefined;
      listeners.contributions(told);
    };
    this.peer = new Peer({ wire, key, side: 'station', listeners: { ...listeners, contributions } });
  }

  /** Resolves when it has told everything of these names, or has left. */
  async ask(names: readonly string[]): Promise<Answer> {
    try {
      const answer = await this.peer.ask<Answer>('gather', names);
      this.silentSinceMs = undefined;
      this.sources = [...answer.complete, ...answer.silent];
      return answer;
    } catch (error) {
      if (this.hasLeft) return NOTHING;
      throw error;
    }
  }

  /** It will answer no more, and owes nothing. What it has sent before may still come. */
  leave(): void {
    this.hasLeft = true;
    this.peer.close();
  }

  /** It did not answer in time. */
  isSilent(): Answer {
    if (this.hasLeft) return NOTHING;
    this.silentSinceMs ??= performance.now();
    return { complete: [], silent: this.isForgotten ? [] : this.sources };
  }

  /** Silent for so long that it counts as gone until it is heard again. */
  get isForgotten(): boolean {
    return this.silentSinceMs !== undefined && performance.now() - this.silentSinceMs >= SILENCE_MS;
  }
}

/** Whether it is one that we understand. */
export function isIntroduction(body: unknown): body is Introduction {
  return (body as Partial<Introduction> | null | undefined)?.protocol === PROTOCOL;
}
