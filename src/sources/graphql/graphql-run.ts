/** One GraphQL operation, from its document to its answer, whatever server it runs in. */
import {
  type Attributes,
  type Operation,
  type OperationPipeline,
  type OperationStart,
  type OperationSubject,
} from '../../kernel/index.js';
import { HttpExchange } from '../http/http-exchange.js';
import { withoutLiterals } from './document-text.js';
import { graphqlConvention, INVALID } from './graphql.convention.js';
import { toldError } from './graphql-errors.js';
import type { DocumentNode, OperationNode, Schema } from './graphql-types.js';
import { runResolversOf } from './resolver-context.js';
import { rootFieldOf } from './root-field.js';

/** What is known when a server takes a document; a persisted one has its text a little later. */
export interface RunStart {
  readonly document: () => string | undefined;
  /** For documents that come with no HTTP request around them. */
  readonly origin?: Pick<OperationStart, 'context' | 'scope'>;
}

/** What is known once the document has been accepted. */
export interface AcceptedDocument {
  readonly operation: OperationNode;
  readonly document: DocumentNode;
  readonly schema: Schema;
  /** Handed to every resolver. */
  readonly contextValue: unknown;
}

export class GraphqlRun implements OperationSubject {
  readonly operation: Operation;
  private errors: readonly unknown[] = [];
  private accepted: OperationNode | undefined;

  constructor(
    private readonly pipeline: OperationPipeline,
    private readonly start: RunStart,
  ) {
    this.operation = pipeline.start({
      kind: graphqlConvention.kind,
      name: 'graphql',
      labels: [INVALID, INVALID],
      subject: this,
      ...start.origin,
    });
  }

  get isAccepted(): boolean {
    return this.accepted !== undefined;
  }

  /** Names the operation; from now on its resolvers run inside it. */
  accept({ operation, document, schema, contextValue }: AcceptedDocument): void {
    const field = rootFieldOf(operation, document, schema);
    this.accepted = operation;
    this.operation.labels = [operation.operation, field];
    this.operation.name = `${operation.operation} ${field}`;
    runResolversOf({ contextValue, node: operation }, this.operation);
  }

  /** Errors of one answer; a subscription gives many answers. */
  met(errors: readonly unknown[] | undefined): void {
    // The first says enough, and a subscription may live for days.
    if (errors !== undefined && this.errors.length === 0) this.errors = errors;
  }

  /** @param isLeft whoever asked has gone away before the last answer */
  end(isLeft = false): void {
    const { operation, errors, pipeline } = this;
    const outcome = errors.length > 0 ? 'error' : isLeft || this.isRequestAborted ? 'canceled' : 'ok';
    operation.labels = [...operation.labels.slice(0, 2), outcome];
    pipeline.end(operation, { outcome, error: toldError(errors, this.isAccepted) });
  }

  attributes(): Attributes {
    const document = this.start.document();
    return {
      'graphql.operation.type': this.accepted?.operation,
      'graphql.operation.name': this.accepted?.name?.value,
      'graphql.document': document === undefined ? undefined : withoutLiterals(document),
    };
  }

  /** The exchange around this run, if there is one. */
  get request(): HttpExchange | undefined {
    const subject = this.operation.parent?.subject;
    return subject instanceof HttpExchange ? subject : undefined;
  }

  /** The client has left while resolvers were still at work. */
  private get isRequestAborted(): boolean {
    return this.operation.parent?.outcome === 'canceled';
  }
}
