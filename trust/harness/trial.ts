/** What a part's program works with: how much it may try, from which seed, and where its account is kept. */
import type { Account, Finding, Length } from '../part.js';

/** A part that fails everywhere would say the same a million times. */
const MAX_FINDINGS_PER_CLASS = 20;

interface OpenAccount {
  tried: number;
  readonly findings: Finding[];
  readonly figures: Record<string, string>;
}

export interface TrialLimits {
  readonly length: Length;
  /** Where the random choices of the whole part begin; the same seed tries the same. */
  readonly seed: number;
  readonly seconds: number;
}

export class Trial {
  readonly length: Length;
  readonly seed: number;
  private readonly endsAtMs: number;
  private readonly startedAtMs = performance.now();
  private readonly byClass = new Map<string, OpenAccount>();

  constructor({ length, seed, seconds }: TrialLimits) {
    this.length = length;
    this.seed = seed;
    this.endsAtMs = this.startedAtMs + seconds * 1_000;
  }

  get isShort(): boolean {
    return this.length === 'short';
  }

  get isLong(): boolean {
    return this.length === 'long';
  }

  /** False once the part has used the share of its time that it was given: loops ask it before each attempt. */
  hasTime(share = 1): boolean {
    return performance.now() < this.startedAtMs + (this.endsAtMs - this.startedAtMs) * share;
  }

  tried(attackClass: string, count = 1): void {
    this.accountOf(attackClass).tried += count;
  }

  lost(attackClass: string, fact: string, reproduce: string): void {
    const { findings } = this.accountOf(attackClass);
    if (findings.length < MAX_FINDINGS_PER_CLASS) findings.push({ fact, reproduce });
  }

  /** Counts the attempt; a promise that was not held is a finding. */
  expect(attackClass: string, isHeld: boolean, fact: string, reproduce: string): void {
    this.tried(attackClass);
    if (!isHeld) this.lost(attackClass, fact, reproduce);
  }

  figure(attackClass: string, name: string, value: string): void {
    this.accountOf(attackClass).figures[name] = value;
  }

  accounts(): readonly Account[] {
    return [...this.byClass].map(([attackClass, account]) => ({ attackClass, ...account }));
  }

  private accountOf(attackClass: string): OpenAccount {
    const known = this.byClass.get(attackClass);
    if (known !== undefined) return known;
    const opened: OpenAccount = { tried: 0, findings: [], figures: {} };
    this.byClass.set(attackClass, opened);
    return opened;
  }
}
