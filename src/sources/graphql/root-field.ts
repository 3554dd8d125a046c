/** Which operation of a document is meant, and the root field it is named by. Only fields of the schema become names. */
import { INVALID, MULTIPLE } from './graphql.convention.js';
import type { DocumentNode, OperationNode, Schema, SelectionSet, SyntaxNode } from './graphql-types.js';

/** As graphql-js finds it: the only one, or the one of this name. */
export function operationIn(document: DocumentNode, name: string | null | undefined): OperationNode | undefined {
  const operations = document.definitions.filter(isOperation);
  if (name == null) return operations.length === 1 ? operations[0] : undefined;
  return operations.find((operation) => operation.name?.value === name);
}

/** The root field; `_MULTIPLE` where there are several, `_INVALID` where the schema has none of them. */
export function rootFieldOf(operation: OperationNode, document: DocumentNode, schema: Schema): string {
  const known = fieldsOf(operation, schema);
  const walk: Walk = { known, document, found: new Set(), spread: new Set() };
  collect(operation.selectionSet, walk);
  const [first, second] = walk.found;
  return second === undefined ? (first ?? INVALID) : MULTIPLE;
}

interface Walk {
  readonly known: (field: string) => boolean;
  readonly document: DocumentNode;
  readonly found: Set<string>;
  /** Fragments seen already: an unchecked document may spread them in circles. */
  readonly spread: Set<string>;
}

/** Through fragments, and no further than to the second field: a hostile document may ask for thousands. */
function collect({ selections }: SelectionSet, walk: Walk): void {
  for (const selection of selections) {
    const name = selection.name?.value;
    if (selection.kind === 'Field') {
      if (name !== undefined && walk.known(name)) walk.found.add(name);
    } else {
      const fragment = selection.kind === 'FragmentSpread' ? fragmentIn(walk, name) : selection;
      if (fragment?.selectionSet !== undefined) collect(fragment.selectionSet, walk);
    }
    if (walk.found.size > 1) return;
  }
}

function fragmentIn({ document, spread }: Walk, name: string | undefined): SyntaxNode | undefined {
  if (name === undefined || spread.has(name)) return undefined;
  spread.add(name);
  return document.definitions.find(
    (definition) => definition.kind === 'FragmentDefinition' && definition.name?.value === name,
  );
}

/** Every root type has `__typename`, the query type introspection too; no type lists them. */
const IMPLICIT_FIELDS: ReadonlySet<string> = new Set(['__schema', '__type', '__typename']);

function fieldsOf({ operation }: OperationNode, schema: Schema): (field: string) => boolean {
  const types = {
    query: () => schema.getQueryType(),
    mutation: () => schema.getMutationType(),
    subscription: () => schema.getSubscriptionType(),
  };
  const fields = types[operation]()?.getFields() ?? {};
  return (field) => Object.hasOwn(fields, field) || IMPLICIT_FIELDS.has(field);
}

function isOperation(definition: SyntaxNode): definition is OperationNode {
  return definition.kind === 'OperationDefinition';
}
