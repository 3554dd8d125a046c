/** Profiles: who may ask for one, what triggers one, and what is kept. */
import { flag, integer, milliseconds, number, text } from '../scalar-types.js';
import { tmpdir } from 'node:os';
import type { DefaultContext, RowDraft } from '../option-row.js';

export const profilingRows: readonly RowDraft[] = [
  {
    path: 'profiling.enabled',
    type: flag,
    // Whoever develops finds the console's page of profiles working; it costs nothing until a profile is taken.
    default: ({ environmentClass, valueOf }: DefaultContext) =>
      environmentClass === 'development' && valueOf('console.enabled') === true,
    defaultText: 'true in development, with the console',
    description: 'CPU and heap profiles may be taken; nothing of it is loaded otherwise.',
  },
  {
    path: 'profiling.samplingIntervalUs',
    type: integer({ min: 100, max: 1_000_000 }),
    default: 1000,
    description: 'Time between two samples of a CPU profile, in microseconds.',
  },
  {
    path: 'profiling.maxDurationMs',
    type: integer({ min: 1, max: 600_000 }),
    default: 30_000,
    description: 'The longest that a profile may be asked for, in milliseconds.',
  },
  {
    path: 'profiling.maxProfiles',
    type: integer({ min: 1 }),
    default: 20,
    description: 'Profiles that are kept, at most; the oldest makes room for the newest.',
  },
  {
    path: 'profiling.maxBytes',
    type: integer({ min: 1 }),
    default: 33_554_432,
    description: 'Memory that kept profiles take together, at most, compressed, in bytes.',
  },
  {
    path: 'profiling.requestSecret',
    type: text,
    description: 'Who knows it may have a single request profiled by a signed `x-profile-request` header.',
    isSecret: true,
  },
  {
    path: 'profiling.triggers.eventLoopDelayMs',
    type: number({ min: 0 }),
    default: 0,
    description: 'Event-loop delay above which the process is profiled, in milliseconds; 0 is never.',
  },
  {
    path: 'profiling.triggers.sloBurn',
    type: flag,
    default: false,
    description: 'Profile when a page alert of an objective begins to burn.',
  },
  {
    path: 'profiling.triggers.slowOperations',
    type: flag,
    default: false,
    description: 'Profile when an operation was slower than `http.slowMs`.',
  },
  {
    path: 'profiling.triggers.durationMs',
    type: milliseconds(1),
    default: 5000,
    description: 'How long a profile that trouble has begun runs, in milliseconds.',
  },
  {
    path: 'profiling.triggers.cooldownMs',
    type: milliseconds(),
    default: 600_000,
    description: 'Time after such a profile in which no other is begun, in milliseconds.',
  },
  {
    path: 'profiling.continuous.enabled',
    type: flag,
    default: false,
    description: 'Profile again and again, at a low rate.',
  },
  {
    path: 'profiling.continuous.intervalMs',
    type: milliseconds(100),
    default: 60_000,
    description: 'From the beginning of one such profile to that of the next, in milliseconds.',
  },
  {
    path: 'profiling.continuous.durationMs',
    type: milliseconds(1),
    default: 10_000,
    description: 'How long each of them runs, in milliseconds; less than the interval.',
  },
  {
    path: 'profiling.continuous.samplingIntervalUs',
    type: integer({ min: 100, max: 1_000_000 }),
    default: 10_000,
    description: 'Time between two of their samples, in microseconds.',
  },
  {
    path: 'profiling.heapSnapshots',
    type: flag,
    default: false,
    description: 'Let heap snapshots be written to files; they hold every secret of the process.',
  },
  {
    path: 'profiling.heapSnapshotFolder',
    type: text,
    default: () => tmpdir(),
    defaultText: "the system's folder for temporary files",
    description: 'Where heap snapshots go.',
  },
  {
    path: 'profiling.maxHeapSnapshotBytes',
    type: integer({ min: 1 }),
    default: 2_147_483_648,
    description: 'The largest that a heap snapshot may be, in bytes.',
  },
];
