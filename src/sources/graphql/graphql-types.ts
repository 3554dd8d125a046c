/** What is used of graphql-js' schema and syntax tree, the same in its majors 15 to 17: nobody has to install it for our types. */

export interface Schema {
  getTypeMap(): Readonly<Record<string, SchemaType>>;
  getQueryType(): RootType | null | undefined;
  getMutationType(): RootType | null | undefined;
  getSubscriptionType(): RootType | null | undefined;
}

export interface SchemaType {
  readonly name: string;
  /** Missing for scalars, enums and unions. */
  getFields?(): Record<string, SchemaField>;
}

type RootType = Required<SchemaType>;

export type Resolver = (this: unknown, source: unknown, args: unknown, context: unknown, info: ResolveInfo) => unknown;

export interface SchemaField {
  resolve?: Resolver | undefined;
  subscribe?: Resolver | undefined;
}

export interface ResolveInfo {
  readonly operation: OperationNode;
}

export interface DocumentNode {
  readonly definitions: readonly SyntaxNode[];
}

export interface OperationNode {
  readonly kind: 'OperationDefinition';
  readonly operation: 'query' | 'mutation' | 'subscription';
  readonly name?: { readonly value: string } | undefined;
  readonly selectionSet: SelectionSet;
}

export interface SelectionSet {
  readonly selections: readonly SyntaxNode[];
}

/** A definition or a selection; which of the optional parts it has depends on its kind. */
export interface SyntaxNode {
  readonly kind: string;
  readonly name?: { readonly value: string } | undefined;
  readonly selectionSet?: SelectionSet | undefined;
}

/** An error of graphql-js: it wraps what a resolver threw. */
export interface GraphqlError {
  readonly originalError?: unknown;
  readonly extensions?: { readonly code?: unknown; readonly http?: { readonly status?: unknown } } | undefined;
}
