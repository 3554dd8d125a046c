/** The profiles of one application: begun when asked, by trouble or by the clock, one at a time, and kept within bounds. */
import type { IncomingMessage } from 'node:http';
import type { Context } from '@opentelemetry/api';
import type { ProfilingConfig } from '../config/index.js';
import type { Diagnostics, OperationPipeline, TelemetryBus } from '../kernel/index.js';
import { CpuRecording, type CpuContent } from './cpu-recording.js';
import { summarizeCpu } from './cpu-summary.js';
import type { ProfileContent } from './formats/profile-file.js';
import { HeapRecording, summarizeHeap, type HeapContent, type HeapSettings } from './heap-recording.js';
import { writeHeapSnapshot, type HeapSnapshot } from './heap-snapshot.js';
import type { CpuProfile, HeapProfile, Profile, ProfileCause, ProfileFacts, RunningProfile } from './profile.js';
import { headline } from './profile-headline.js';
import { ProfileRun } from './profile-run.js';
import { ProfileStore } from './profile-store.js';
import { runningProfile, takeTurn } from './profile-turn.js';
import { ProfilingHandler } from './profiling.handler.js';
import { RequestedProfiles } from './requested-profiles.js';
import { Triggers, type UnaskedProfile } from './triggers.js';

export interface ProfilingSurroundings {
  readonly config: ProfilingConfig;
  readonly pipeline: OperationPipeline;
  readonly bus: TelemetryBus;
  readonly diagnostics: Diagnostics;
  /** Told of profiles that nobody waits for. */
  readonly log: (message: string, fields: Readonly<Record<string, unknown>>) => void;
}

export interface CpuSettings {
  readonly durationMs: number;
  readonly samplingIntervalUs: number;
}

interface Recording<C> {
  finish(): C;
}

export class Profiling {
  readonly config: ProfilingConfig;
  readonly store: ProfileStore;
  readonly requests: RequestedProfiles;
  readonly handler: ProfilingHandler;
  private readonly triggers: Triggers;
  private run: ProfileRun | undefined;
  private count = 0;

  constructor(private readonly surroundings: ProfilingSurroundings) {
    const { config, bus, diagnostics, pipeline } = surroundings;
    this.config = config;
    this.store = new ProfileStore(config, () => diagnostics.dropped('profiles', 'too_large'));
    this.requests = new RequestedProfiles(
      config.requestSecret,
      (cause) =>
        this.beginUnasked({ cause, durationMs: config.maxDurationMs, samplingIntervalUs: config.samplingIntervalUs }),
      () => pipeline.replan(),
    );
    this.handler = new ProfilingHandler(this.requests);
    this.triggers = new Triggers(config, bus, (profile) => void this.beginUnasked(profile));
  }

  start(): void {
    this.triggers.start();
  }

  /** What runs is finished and kept, so that whoever waits for it gets it. */
  async close(): Promise<void> {
    this.triggers.close();
    await this.run?.stop().catch(() => undefined);
  }

  /** See `RequestedProfiles.mark`. */
  markRequested(parent: Context, request: IncomingMessage, path: string): Context {
    return this.requests.mark(parent, request, path);
  }

  /** The one that this application runs. */
  get running(): ProfileRun | undefined {
    return this.run;
  }

  /** @throws ObservabilityError OBS_ERR_PROFILE_BUSY */
  beginCpu(cause: ProfileCause, { durationMs, samplingIntervalUs }: CpuSettings): ProfileRun<CpuProfile> {
    const facts = this.describe('cpu', cause, durationMs);
    const open = () => this.recordCpu(samplingIntervalUs);
    return this.begin(facts, durationMs, open, (content: CpuContent, measured): CpuProfile => {
      return { ...measured, kind: 'cpu', samplingIntervalUs, ...summarizeCpu(content) };
    });
  }

  /** @throws ObservabilityError OBS_ERR_PROFILE_BUSY */
  beginHeap(cause: ProfileCause, durationMs: number, settings: HeapSettings): ProfileRun<HeapProfile> {
    const facts = this.describe('heap', cause, durationMs);
    const open = () => new HeapRecording(settings);
    return this.begin(facts, durationMs, open, (content: HeapContent, measured): HeapProfile => {
      return { ...measured, kind: 'heap', ...settings, ...summarizeHeap(content) };
    });
  }

  /** @throws ObservabilityError OBS_ERR_PROFILE_BUSY, OBS_ERR_HEAP_SNAPSHOT */
  writeHeapSnapshot(): HeapSnapshot {
    const facts = this.describe('heap snapshot', { type: 'asked' }, 0);
    const endTurn = takeTurn(facts);
    try {
      return writeHeapSnapshot(this.config.heapSnapshotFolder, facts.id, this.config.maxHeapSnapshotBytes);
    } finally {
      endTurn();
    }
  }

  private begin<C extends ProfileContent, T extends Profile>(
    facts: RunningProfile,
    durationMs: number,
    open: () => Recording<C>,
    summarize: (content: C, measured: ProfileFacts) => T,
  ): ProfileRun<T> {
    const endTurn = takeTurn(facts);
    const recording = this.opened(open, endTurn);
    const startedMs = performance.now();
    const run = new ProfileRun(facts, durationMs, async () => {
      const content = this.finished(recording, endTurn);
      const { id, cause, startedAt } = facts;
      const profile = summarize(content, { id, cause, startedAt, durationMs: performance.now() - startedMs });
      await this.store.add(profile, content);
      return profile;
    });
    this.run = run;
    return run;
  }

  private opened<C>(open: () => Recording<C>, endTurn: () => void): Recording<C> {
    try {
      return open();
    } catch (error) {
      endTurn();
      throw error;
    }
  }

  private finished<C>(recording: Recording<C>, endTurn: () => void): C {
    try {
      return recording.finish();
    } finally {
      this.run = undefined;
      endTurn();
      this.follow(undefined);
    }
  }

  private recordCpu(samplingIntervalUs: number): CpuRecording {
    const { diagnostics } = this.surroundings;
    const recording = new CpuRecording(samplingIntervalUs, (error) => diagnostics.failed('profiling', 'record', error));
    this.follow(recording);
    return recording;
  }

  private follow(recording: CpuRecording | undefined): void {
    this.handler.recording = recording;
    this.surroundings.pipeline.replan();
  }

  /** Where another profile runs, this one is given up, and counted. */
  private beginUnasked({ cause, ...settings }: UnaskedProfile): ProfileRun<CpuProfile> | undefined {
    const { diagnostics } = this.surroundings;
    if (runningProfile() !== undefined) {
      diagnostics.dropped('profiles', 'busy');
      return undefined;
    }
    const run = diagnostics.safely('profiling', 'begin', () => this.beginCpu(cause, settings), undefined);
    run?.done.then(
      (profile) => this.tell(profile),
      (error) => diagnostics.failed('profiling', 'finish', error),
    );
    return run;
  }

  private tell(profile: CpuProfile): void {
    // One a minute would be noise.
    if (profile.cause.type === 'schedule') return;
    const { id, cause } = profile;
    const traceId = cause.type === 'request' ? cause.traceId : undefined;
    this.surroundings.log(headline(profile), { profile_id: id, ...(traceId !== undefined && { trace_id: traceId }) });
  }

  private describe(kind: RunningProfile['kind'], cause: ProfileCause, durationMs: number): RunningProfile {
    const nowMs = Date.now();
    const startedAt = new Date(nowMs).toISOString();
    const id = `${kind.replace(' ', '-')}-${startedAt.replace(/\D/g, '').slice(0, 14)}-${++this.count}`;
    return { id, kind, cause, startedAt, endsAt: new Date(nowMs + durationMs).toISOString() };
  }
}
