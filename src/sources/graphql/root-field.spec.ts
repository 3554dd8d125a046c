import { buildSchema, parse } from 'graphql';
import type { DocumentNode, Schema } from './graphql-types.js';
import { operationIn, rootFieldOf } from './root-field.js';

const schema = buildSchema('type Query { orders: Int, users: Int } type Mutation { place: Int }') as Schema;

function fieldOf(text: string, name?: string): string | undefined {
  const document = parse(text) as DocumentNode;
  const operation = operationIn(document, name);
  return operation === undefined ? undefined : rootFieldOf(operation, document, schema);
}

describe('rootFieldOf', () => {
  it.each([
    ['{ orders }', 'orders'],
    ['{ mine: orders yours: orders }', 'orders'],
    ['{ orders users }', '_MULTIPLE'],
    ['{ __schema { types { name } } }', '__schema'],
    ['mutation { place }', 'place'],
    ['{ ...A } fragment A on Query { ... on Query { users } }', 'users'],
  ])('%s is named by %s', (text, field) => {
    expect(fieldOf(text)).toBe(field);
  });

  it.each([
    ['fields that the schema does not have', '{ toString nonsense17 }'],
    ['a root type that the schema does not have', 'subscription { orders }'],
    ['fragments that spread each other', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'],
    ['a fragment that is not there', '{ ...Gone }'],
  ])('names nothing by %s', (_what, text) => {
    expect(fieldOf(text)).toBe('_INVALID');
  });

  it('looks no further than to the second field', () => {
    const selections = [
      { kind: 'Field', name: { value: 'orders' } },
      { kind: 'Field', name: { value: 'users' } },
    ];
    const hostile = Object.defineProperty([...selections, {}], 2, { get: () => fail('a third was looked at') });
    const operation = {
      kind: 'OperationDefinition',
      operation: 'query',
      selectionSet: { selections: hostile },
    } as const;

    expect(rootFieldOf(operation as never, { definitions: [] }, schema)).toBe('_MULTIPLE');
  });
});

describe('operationIn', () => {
  it('finds the operation of this name, or the only one', () => {
    const text = 'query A { orders } mutation B { place }';

    expect([fieldOf(text, 'A'), fieldOf(text, 'B'), fieldOf(text, 'C'), fieldOf(text)]).toEqual([
      'orders',
      'place',
      undefined,
      undefined,
    ]);
  });
});

function fail(why: string): never {
  throw new Error(why);
}
