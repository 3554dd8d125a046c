/** What all rounds and processes of one platform came to. */
import { describe, prove } from './field-proof.js';
import type { FieldEvidence, FieldWindow } from './field-process.js';
import type { FieldRow } from './field-rows.js';

/** The windows of one round, by contender. */
export type Round = ReadonlyMap<string, FieldWindow>;

export class FieldTally {
  private readonly rounds: Round[] = [];
  private readonly evidence = new Map<string, FieldEvidence[]>();

  addRound(round: Round): void {
    this.rounds.push(round);
  }

  /** @throws Error when the evidence does not fit */
  addEvidence(row: FieldRow, evidence: FieldEvidence): void {
    prove(row, evidence);
    this.evidence.set(row.id, [...this.evidenceOf(row.id), evidence]);
  }

  /** One value per round in which all of them ran. */
  perRound(ids: readonly string[], value: (...windows: FieldWindow[]) => number): number[] {
    return this.rounds.flatMap((round) => {
      const windows = ids.map((id) => round.get(id)).filter((window) => window !== undefined);
      return windows.length === ids.length ? [value(...windows)] : [];
    });
  }

  /** One per process. */
  evidenceOf(id: string): readonly FieldEvidence[] {
    return this.evidence.get(id) ?? [];
  }

  proofOf(row: FieldRow): string {
    return describe(row, this.evidenceOf(row.id));
  }
}
