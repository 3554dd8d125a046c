/** What a run has time for: rooms, and files of them, drawn by its seed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomFrom } from '../../test/support/random.js';
import type { Length } from '../part.js';
import { sourcesOf } from './checkout.js';
import { roomNames, type RoomName } from './rooms.js';

interface Share {
  readonly rooms: number;
  /** Lines of code of each room; a line has about one mutant. */
  readonly lines: number;
  /** Of the mutants of these lines, about so many, evenly over all. */
  readonly mutants: number;
}

/** Each room costs the start of its specs, so a short run tries one. */
const shares: Readonly<Record<Length, Share>> = {
  short: { rooms: 1, lines: 500, mutants: Infinity },
  usual: { rooms: 2, lines: 1_500, mutants: Infinity },
  long: { rooms: roomNames.length, lines: Infinity, mutants: 500 },
};

export function drawRooms(length: Length, seed: number): readonly RoomName[] {
  return shuffled(roomNames, seed).slice(0, shares[length].rooms);
}

/** @returns files of the room, as many as hold the lines of a share; the first in any case */
export function drawFiles(root: string, room: RoomName, length: Length, seed: number): readonly string[] {
  const drawn: string[] = [];
  let lines = 0;
  for (const file of shuffled(sourcesOf(root, room), seed)) {
    if (lines >= shares[length].lines) break;
    drawn.push(file);
    lines += linesOf(root, file);
  }
  return drawn;
}

/** @returns of how many mutants in a row one is drawn */
export function drawOneIn(root: string, files: readonly string[], length: Length): number {
  const lines = files.reduce((sum, file) => sum + linesOf(root, file), 0);
  return Math.max(1, Math.round(lines / shares[length].mutants));
}

function linesOf(root: string, file: string): number {
  return readFileSync(join(root, file), 'utf8').split('\n').length;
}

/** After Fisher and Yates. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const random = randomFrom(seed);
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [mixed[last], mixed[other]] = [mixed[other]!, mixed[last]!];
  }
  return mixed;
}
