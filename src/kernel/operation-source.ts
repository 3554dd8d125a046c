/** Where operations come from: a server, a scheduler, a client library. Sources know Nest and know no signal. */
import type { Meter } from './meter.js';
import type { OperationConvention } from './operation-convention.js';
import type { OperationPipeline } from './operation-pipeline.js';

/**
 * Where operations come from: it is given the pipeline, and tells its work there.
 *
 * @example
 * ```ts
 * class Mailbox implements OperationSource {
 *   readonly name = 'mailbox';
 *   readonly conventions = [];
 *   private pipeline: OperationPipeline | undefined;
 *
 *   attach(pipeline: OperationPipeline): void {
 *     this.pipeline = pipeline;
 *   }
 *   detach(): void {
 *     this.pipeline = undefined;
 *   }
 *   received(): unknown {
 *     return this.pipeline?.observe({ kind: 'event.process', name: 'mail' }, () => orders.open());
 *   }
 * }
 * ```
 */
export interface OperationSource {
  readonly name: string;
  /** How its operations are named and measured. */
  readonly conventions: readonly OperationConvention[];
  /** Work is told to `pipeline` from now on; what is measured beside operations goes to `meter`. */
  attach(pipeline: OperationPipeline, meter: Meter): void;
  /** Undoes `attach`; work under way still ends. */
  detach(): void;
}
