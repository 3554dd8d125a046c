/** What one layer of the configuration said, and its complaints as problems that name the place. */
import type { Problem } from '../kernel/index.js';
import type { Complaint } from './option-type.js';
import type { OptionRow } from './option-row.js';
import { MASK, showValue } from './show-value.js';

/** What code, the environment or the file said. */
export interface LayerReading {
  /** By option path, checked and normalised. */
  readonly values: Map<string, unknown>;
  /** Paths whose value was refused; what depends on them is not judged. */
  readonly refused: Set<string>;
  readonly problems: Problem[];
}

export function emptyReading(): LayerReading {
  return { values: new Map(), refused: new Set(), problems: [] };
}

/** Names the place of a complaint, given its path with the part inside the value. */
export type NamePlace = (path: string) => string;

export interface Place {
  readonly namePlace: NamePlace;
  /** Said instead of the type's own fix, which speaks of code. */
  readonly fix?: string;
}

/** Checks one value and files it under `values` or `problems`. */
export function fileValue(reading: LayerReading, row: OptionRow, candidate: unknown, place: Place): void {
  const verdict = row.type.check(candidate);
  if ('value' in verdict) {
    reading.values.set(row.path, verdict.value);
    return;
  }
  reading.refused.add(row.path);
  reading.problems.push(...verdict.complaints.map((complaint) => toProblem(row, complaint, candidate, place)));
}

function toProblem(row: OptionRow, complaint: Complaint, candidate: unknown, place: Place): Problem {
  const { at = '', fact, fix, code = 'OBS_ERR_OPTION_INVALID' } = complaint;
  const got = 'got' in complaint ? complaint.got : candidate;
  const isNameEnough = code === 'OBS_ERR_OPTION_UNKNOWN';
  return {
    code,
    fact: `${place.namePlace(`${row.path}${at}`)} ${fact}`,
    ...(isNameEnough ? {} : { got: row.isSecret ? MASK : showValue(got) }),
    fix: place.fix ?? fix,
  };
}
