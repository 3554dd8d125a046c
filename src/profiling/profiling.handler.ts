/** Follows operations while a profile runs, or while one waits for a request; at all other times nobody asks for it. */
import type { Operation, OperationHandler, OperationKind } from '../kernel/index.js';
import type { CpuRecording } from './cpu-recording.js';
import type { RequestedProfiles } from './requested-profiles.js';

export class ProfilingHandler implements OperationHandler {
  readonly name = 'profiling';
  /** The CPU profile that runs. */
  recording: CpuRecording | undefined;

  constructor(private readonly requests: RequestedProfiles) {}

  handles(kind: OperationKind): boolean {
    return this.recording !== undefined || (kind === 'http.server' && this.requests.areAwaited);
  }

  /** A profile is no reason to make an operation of a call. */
  wants(): boolean {
    return false;
  }

  start(operation: Operation): void {
    if (operation.kind === 'http.server' && this.requests.areAwaited) this.requests.started(operation);
  }

  end(operation: Operation): void {
    this.recording?.ended(operation);
    this.requests.ended(operation);
  }
}
