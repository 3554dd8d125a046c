/** Puts the fields of a call into its gRPC metadata. The application's own object is cloned, never written to. */
import { requirePeer } from '../../config/index.js';
import type { MessageFields } from '../../hooks/index.js';

/** What grpc-js hangs on each method of a service client. */
export interface GrpcMethod {
  readonly path?: string;
  readonly requestStream?: boolean;
}

interface Metadata {
  get(key: string): unknown[];
  set(key: string, value: string): void;
  clone(): Metadata;
}

/**
 * The arguments of a service method with metadata that carries `fields`; unchanged where it has no place for it.
 * A request stream that is an Observable, and every plain request, stands before the metadata.
 */
export function withMetadata(
  args: readonly unknown[],
  client: unknown,
  { requestStream }: GrpcMethod,
  fields: MessageFields,
): unknown[] {
  const isStreamed = isSubscribable(args[0]);
  const at = requestStream === true && !isStreamed ? 0 : 1;
  const given = args[at];
  if (args.length < at) return [...args];
  if (isMetadata(given)) return args.toSpliced(at, 1, carrying(given.clone(), fields));
  const made = newMetadata(client);
  // Call options take the place of metadata; beside an Observable, Nest takes nothing but metadata.
  const isOptions = given !== undefined && given !== null;
  if (made === undefined || (isOptions && isStreamed)) return [...args];
  return args.toSpliced(at, isOptions ? 0 : 1, carrying(made, fields));
}

function carrying(metadata: Metadata, fields: MessageFields): Metadata {
  for (const [name, value] of Object.entries(fields)) {
    if (metadata.get(name).length === 0) metadata.set(name, value);
  }
  return metadata;
}

interface Grpc {
  readonly Metadata: new () => Metadata;
  readonly Client: new () => object;
}

/** A client of another copy of the package takes our metadata for something else. */
function newMetadata(client: unknown): Metadata | undefined {
  const grpc = requirePeer<Grpc>('@grpc/grpc-js', 'Tracing of gRPC calls');
  return client instanceof grpc.Client ? new grpc.Metadata() : undefined;
}

function isMetadata(value: unknown): value is Metadata {
  const { getMap, clone } = (value ?? {}) as { getMap?: unknown; clone?: unknown };
  return typeof getMap === 'function' && typeof clone === 'function';
}

function isSubscribable(value: unknown): boolean {
  return typeof (value as { subscribe?: unknown } | null | undefined)?.subscribe === 'function';
}
