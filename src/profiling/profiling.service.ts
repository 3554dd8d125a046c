/** Where application code, and whoever operates it, asks for profiles. */
import { Injectable } from '@nestjs/common';
import type { ProfileFile, ProfileFormat } from './formats/profile-file.js';
import type { HeapSnapshot } from './heap-snapshot.js';
import type { ProfileCalls } from './profile-calls.js';
import { checkDuration, checkInterval, notAllowed, switchedOff } from './profile-problems.js';
import type { CpuProfile, HeapProfile, Profile, ProfileKind, RunningProfile } from './profile.js';
import type { ProfileRun } from './profile-run.js';
import type { CpuSettings, Profiling } from './profiling.js';

/**
 * How long a CPU profile takes, and how fine it is.
 *
 * @example
 * ```ts
 * const fine: CpuProfileOptions = { durationMs: 2_000, samplingIntervalUs: 250 };
 *
 * await app.get(ProfilingService).cpu(fine);
 * ```
 */
export interface CpuProfileOptions {
  /** In milliseconds. @default 10_000, or `profiling.maxDurationMs` where that is less */
  readonly durationMs?: number;
  /** Time between two samples, in microseconds. @default `profiling.samplingIntervalUs` */
  readonly samplingIntervalUs?: number;
}

/**
 * How long a heap profile takes, how fine it is, and what it counts.
 *
 * @example
 * ```ts
 * const burden: HeapProfileOptions = { durationMs: 30_000, counted: 'allocated' };
 *
 * await app.get(ProfilingService).heap(burden);
 * ```
 */
export interface HeapProfileOptions {
  /** In milliseconds. @default 10_000, or `profiling.maxDurationMs` where that is less */
  readonly durationMs?: number;
  /** One object in about so many bytes is sampled. @default 32_768 */
  readonly samplingIntervalBytes?: number;
  /** What is still in use at the end (what leaks), or all that was allocated (what burdens the collector). @default 'live' */
  readonly counted?: 'live' | 'allocated';
}

const USUAL_DURATION_MS = 10_000;
const USUAL_INTERVAL_BYTES = 32_768;
const ASKED = { type: 'asked' } as const;

/**
 * CPU and heap profiles of this process, taken and kept while it serves.
 *
 * @example
 * ```ts
 * const profiling = app.get(ProfilingService);
 * const { id, hotFunctions } = await profiling.cpu({ durationMs: 5_000 });
 *
 * console.log(hotFunctions[0]?.name);
 * const flame = await profiling.file(id, 'pprof');
 * ```
 */
@Injectable()
export class ProfilingService {
  /** Undefined while `profiling.enabled` is false: then everything but `list` and `running` is refused. */
  constructor(private readonly profiling: Profiling | undefined) {}

  /**
   * Profiles this thread; resolves when the time is over, or after `stop()`.
   * @throws ObservabilityError OBS_ERR_PROFILING_OFF, OBS_ERR_PROFILE_BUSY, OBS_ERR_OPTION_INVALID
   */
  async cpu(options: CpuProfileOptions = {}): Promise<CpuProfile> {
    return this.beginCpu(options).done;
  }

  /**
   * Profiles while `work` runs, at most for `durationMs` (default `profiling.maxDurationMs`). What `work` throws is thrown on, and
   * its profile is kept.
   * @throws ObservabilityError as `cpu` does, before `work` is called
   */
  async during<T>(
    work: () => T | Promise<T>,
    options: CpuProfileOptions = {},
  ): Promise<{ readonly result: T; readonly profile: CpuProfile }> {
    const profiling = this.on();
    const run = profiling.beginCpu(ASKED, this.cpuSettings(options, profiling.config.maxDurationMs));
    try {
      const result = await work();
      return { result, profile: await run.stop() };
    } finally {
      await run.stop();
    }
  }

  /**
   * Profiles the next request of a route, from its start to its end, at most for `profiling.maxDurationMs`. Other requests that run
   * at the same time are in the profile too, each under its own route.
   * @param route `GET /orders/:id` with the whole path, prefix and version included; without the verb for any
   * @throws ObservabilityError OBS_ERR_PROFILING_OFF, OBS_ERR_PROFILE_BUSY
   */
  async nextRequest(route: string, { signal }: { readonly signal?: AbortSignal } = {}): Promise<CpuProfile> {
    return this.on().requests.ofNext(route, signal);
  }

  /**
   * Samples what is allocated on the heap.
   * @throws ObservabilityError as `cpu` does
   */
  async heap(options: HeapProfileOptions = {}): Promise<HeapProfile> {
    return this.beginHeap(options).done;
  }

  /**
   * The same for who does not want to wait: says what runs, and promises its profile, which is also found in `list` when it is over.
   * @throws ObservabilityError as `cpu` does, at once
   */
  begin(
    kind: ProfileKind,
    options: { readonly durationMs?: number } = {},
  ): { readonly running: RunningProfile; readonly done: Promise<Profile> } {
    const { facts, done } = kind === 'cpu' ? this.beginCpu(options) : this.beginHeap(options);
    return { running: facts, done };
  }

  /**
   * Writes all that is on the heap to a file that only its owner may read, secrets included. The process stands still for it, about
   * a second per 100 MB, and needs as much memory again.
   * @throws ObservabilityError OBS_ERR_PROFILING_OFF unless `profiling.heapSnapshots` is on, OBS_ERR_PROFILE_BUSY, OBS_ERR_HEAP_SNAPSHOT
   */
  async heapSnapshot(): Promise<HeapSnapshot> {
    const profiling = this.on();
    if (!profiling.config.heapSnapshots) throw notAllowed();
    return profiling.writeHeapSnapshot();
  }

  /** What this application measures now. */
  running(): RunningProfile | undefined {
    return this.profiling?.running?.facts;
  }

  /** Ends the profile that runs and gives it to whoever waits for it; undefined where none runs. */
  async stop(): Promise<Profile | undefined> {
    return this.profiling?.running?.stop();
  }

  /** Kept profiles, the newest first. */
  list(): readonly Profile[] {
    return this.profiling?.store.list() ?? [];
  }

  /** A kept profile as a file; undefined where no profile has this id, or it had to make room for newer ones. */
  async file(id: string, format: ProfileFormat): Promise<ProfileFile | undefined> {
    const { store } = this.on();
    const profile = store.find(id);
    const content = await store.content(id);
    if (profile === undefined || content === undefined) return undefined;
    // Loaded only here: nothing is written while profiles are only taken.
    const { profileFile } = require('./formats/profile-file.js') as Files;
    return profileFile(profile, content, format);
  }

  /** A kept profile as what flame graphs are drawn from; undefined as with `file`. */
  async calls(id: string): Promise<ProfileCalls | undefined> {
    const content = await this.on().store.content(id);
    if (content === undefined) return undefined;
    // Loaded only here, as the formats are.
    const { profileCalls } = require('./profile-calls.js') as Calls;
    return profileCalls(content);
  }

  /** Whether there was one. */
  remove(id: string): boolean {
    return this.on().store.remove(id);
  }

  /** Forgets all kept profiles. */
  clear(): void {
    this.on().store.clear();
  }

  private beginCpu(options: CpuProfileOptions): ProfileRun<CpuProfile> {
    return this.on().beginCpu(ASKED, this.cpuSettings(options, this.usualMs()));
  }

  private beginHeap(options: HeapProfileOptions): ProfileRun<HeapProfile> {
    const { durationMs = this.usualMs(), samplingIntervalBytes = USUAL_INTERVAL_BYTES, counted = 'live' } = options;
    const profiling = this.on();
    checkDuration(durationMs, profiling.config.maxDurationMs);
    checkInterval('samplingIntervalBytes', samplingIntervalBytes);
    return profiling.beginHeap(ASKED, durationMs, { samplingIntervalBytes, counted });
  }

  private on(): Profiling {
    if (this.profiling === undefined) throw switchedOff();
    return this.profiling;
  }

  private usualMs(): number {
    return Math.min(USUAL_DURATION_MS, this.on().config.maxDurationMs);
  }

  private cpuSettings({ durationMs, samplingIntervalUs }: CpuProfileOptions, usualMs: number): CpuSettings {
    const { config } = this.on();
    const settings = {
      durationMs: durationMs ?? usualMs,
      samplingIntervalUs: samplingIntervalUs ?? config.samplingIntervalUs,
    };
    checkDuration(settings.durationMs, config.maxDurationMs);
    checkInterval('samplingIntervalUs', settings.samplingIntervalUs);
    return settings;
  }
}

type Files = typeof import('./formats/profile-file.js');
type Calls = typeof import('./profile-calls.js');
