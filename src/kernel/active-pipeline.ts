/**
 * Which application an observed call belongs to. Several may live in one process: inside an operation its own pipeline is
 * used; outside, that of the application that made the instance; for objects of nobody, the newest.
 */
import { beginEra } from './era.js';
import { currentOperation } from './operation-context.js';
import type { OperationPipeline } from './operation-pipeline.js';

const alive: OperationPipeline[] = [];
const owners = new WeakMap<object, OperationPipeline>();
// With a single application, the usual case, a call asks nothing else.
let sole: OperationPipeline | undefined;

export function activate(pipeline: OperationPipeline): void {
  if (!alive.includes(pipeline)) alive.push(pipeline);
  sole = alive.length === 1 ? pipeline : undefined;
  beginEra();
}

export function deactivate(pipeline: OperationPipeline): void {
  const index = alive.indexOf(pipeline);
  if (index >= 0) alive.splice(index, 1);
  sole = alive.length === 1 ? alive[0] : undefined;
  beginEra();
}

/** Remembers which application made an instance. */
export function adopt(instance: object, pipeline: OperationPipeline): void {
  owners.set(instance, pipeline);
}

/** Whether every call belongs to the same application, or to none, until the era ends. */
export function isUndisputed(): boolean {
  return alive.length <= 1;
}

export function pipelineFor(instance: unknown): OperationPipeline | undefined {
  if (sole !== undefined || alive.length === 0) return sole;
  return livingPipelineOfContext() ?? ownerOf(instance) ?? alive.at(-1);
}

function livingPipelineOfContext(): OperationPipeline | undefined {
  const pipeline = currentOperation()?.pipeline;
  return pipeline !== undefined && alive.includes(pipeline) ? pipeline : undefined;
}

function ownerOf(instance: unknown): OperationPipeline | undefined {
  return typeof instance === 'object' && instance !== null ? owners.get(instance) : undefined;
}
