/**
 * What Apollo Server tells a plugin about each operation, batched ones included: Apollo's drivers (plain, federation and gateway) on
 * any platform. Types are structural: Apollo's own would have to be installed.
 */
import { context } from '@opentelemetry/api';
import { consumerStart, incomingMessage } from '../../hooks/index.js';
import { currentOperation, isTelemetrySuppressed, type OperationPipeline } from '../../kernel/index.js';
import { routeOf, type Route } from '../http/route-table.js';
import { GraphqlRun, type RunStart } from './graphql-run.js';
import type { DocumentNode, OperationNode, Schema } from './graphql-types.js';

interface ApolloRequest {
  readonly request: {
    readonly query?: string | undefined;
    readonly http?: { readonly headers: Iterable<readonly [string, string]> } | undefined;
  };
  /** The document's text, also when the client sent only its hash. */
  readonly source?: string | undefined;
  readonly schema: Schema;
  readonly contextValue: unknown;
  readonly document?: DocumentNode | undefined;
  readonly operation?: OperationNode | undefined;
  readonly errors?: readonly unknown[] | undefined;
}

/** @param path of the endpoint, by which its requests are named */
export function apolloPlugin(pipelineHere: () => OperationPipeline | undefined, path: string | undefined) {
  const runs = new WeakMap<ApolloRequest, GraphqlRun>();
  const route = path === undefined ? undefined : routeOf('ALL', path);

  const begin = (pipeline: OperationPipeline, request: ApolloRequest): void => {
    const run = new GraphqlRun(pipeline, {
      document: () => request.source ?? request.request.query,
      ...originOf(request),
    });
    runs.set(request, run);
    nameRequest(run, route);
  };
  const accept = (request: ApolloRequest): void => {
    const { operation, document, schema, contextValue } = request;
    const run = runs.get(request);
    if (run === undefined || run.isAccepted || operation === undefined || document === undefined) return;
    run.accept({ operation, document, schema, contextValue });
  };
  const end = (request: ApolloRequest, errors = request.errors): void => {
    accept(request);
    runs.get(request)?.met(errors);
    runs.get(request)?.end();
  };

  return {
    requestDidStart(request: ApolloRequest) {
      const pipeline = pipelineHere();
      // An ignored request is ignored with all that it asks for.
      if (pipeline === undefined || isTelemetrySuppressed(context.active())) return undefined;
      const safely = (phase: string, act: () => void): void =>
        pipeline.diagnostics.safely('graphql', phase, act, undefined);
      safely('start', () => begin(pipeline, request));
      return {
        didResolveOperation: (resolved: ApolloRequest) => safely('accept', () => accept(resolved)),
        willSendResponse: (answered: ApolloRequest) => safely('end', () => end(answered)),
      };
    },
    /** Another plugin has thrown, and nothing else will be called. */
    unexpectedErrorProcessingRequest({ requestContext, error }: { requestContext: ApolloRequest; error: unknown }) {
      const run = runs.get(requestContext);
      run?.operation.pipeline.diagnostics.safely('graphql', 'end', () => end(requestContext, [error]), undefined);
    },
  };
}

/** Inside a request its scope is shared; where HTTP is not observed, the headers tell where the operation comes from. */
function originOf({ request }: ApolloRequest): Pick<RunStart, 'origin'> | undefined {
  if (currentOperation() !== undefined) return undefined;
  const incoming = incomingMessage(Object.fromEntries(request.http?.headers ?? []));
  return { origin: consumerStart(incoming, 'parent') };
}

/** Apollo answers in a middleware: no router has given the request a template. */
function nameRequest({ request }: GraphqlRun, route: Route | undefined): void {
  if (route === undefined || request === undefined || request.route !== undefined) return;
  request.reach(route, request.frameworkRequest);
}
