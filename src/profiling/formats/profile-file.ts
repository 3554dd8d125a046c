/** A kept profile as a file of the format that was asked for. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { CpuContent } from '../cpu-recording.js';
import type { HeapContent } from '../heap-recording.js';
import type { CpuProfile, HeapProfile, Profile } from '../profile.js';
import { collapsedStacks } from './collapsed-stacks.js';
import { pprof, type PprofKind } from './pprof.js';
import { cpuStacks, heapStacks, type WeightedStack } from './weighted-stacks.js';

/**
 * What a profile is written as.
 * `v8` is `.cpuprofile` or `.heapprofile`, for Chrome DevTools and VS Code; `pprof` (gzip) for `go tool pprof`, Pyroscope and
 * Parca; `collapsed` for flame graph tools, in microseconds or bytes.
 *
 * @example
 * ```ts
 * const formats: ProfileFormat[] = ['v8', 'pprof', 'collapsed'];
 * ```
 */
export type ProfileFormat = 'v8' | 'pprof' | 'collapsed';

/**
 * A profile as a file to be downloaded or written.
 *
 * @example
 * ```ts
 * const file: ProfileFile | undefined = await app.get(ProfilingService).file('p1', 'v8');
 *
 * if (file) writeFileSync(file.name, file.body);
 * ```
 */
export interface ProfileFile {
  readonly name: string;
  readonly contentType: string;
  readonly body: Buffer;
}

export type ProfileContent = CpuContent | HeapContent;

const NS_PER_US = 1000;
const compress = promisify(gzip);

export async function profileFile(
  profile: Profile,
  content: ProfileContent,
  format: ProfileFormat,
): Promise<ProfileFile> {
  if (format === 'v8') return fileOf(`${profile.id}.${profile.kind}profile`, 'application/json', json(content.profile));
  const stacks = content.kind === 'cpu' ? cpuStacks(content) : heapStacks(content);
  if (format === 'pprof')
    return fileOf(`${profile.id}.pb.gz`, 'application/octet-stream', await packed(profile, stacks));
  const lines = collapsedStacks(stacks, content.kind === 'cpu' ? 1 / NS_PER_US : 1);
  return fileOf(`${profile.id}.collapsed.txt`, 'text/plain; charset=utf-8', Buffer.from(lines));
}

function packed(profile: Profile, stacks: readonly WeightedStack[]): Promise<Buffer> {
  const kind = profile.kind === 'cpu' ? cpuKind(profile) : heapKind(profile);
  const startedAtMs = Date.parse(profile.startedAt);
  return compress(pprof({ ...kind, stacks, startedAtMs, durationMs: profile.durationMs }));
}

function cpuKind({ samplingIntervalUs }: CpuProfile): PprofKind {
  const values = [
    ['samples', 'count'],
    ['cpu', 'nanoseconds'],
  ] as const;
  return { values, period: samplingIntervalUs * NS_PER_US };
}

function heapKind({ counted, samplingIntervalBytes }: HeapProfile): PprofKind {
  const prefix = counted === 'live' ? 'inuse' : 'alloc';
  const values = [
    [`${prefix}_objects`, 'count'],
    [`${prefix}_space`, 'bytes'],
  ] as const;
  return { values, period: samplingIntervalBytes };
}

function fileOf(name: string, contentType: string, body: Buffer): ProfileFile {
  return { name, contentType, body };
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
