/** Turns the terms of a query into one test of a subject, whatever that is: a vocabulary says what its words mean. */
import type { QueryProblem } from '../shapes/index.js';
import { printTerm } from './print.js';
import type { FieldTerm, Query, Term } from './term.js';
import { contains, valueTest, type FieldType } from './test-value.js';

export interface Field<Subject> {
  readonly type: FieldType;
  /** One that fits is enough. */
  readonly values: (subject: Subject) => Iterable<unknown>;
  /** What a person writes for a value, as it is stored. */
  readonly translate?: (value: string) => string;
}

export interface Vocabulary<Subject> {
  readonly fields: Readonly<Record<string, Field<Subject>>>;
  /** Of a name that is no field. */
  readonly attributes: (subject: Subject, name: string) => Iterable<unknown>;
  /** What free text is looked for in. */
  readonly texts: (subject: Subject) => Iterable<unknown>;
}

export interface Compiled<Subject> {
  readonly fits: (subject: Subject) => boolean;
  /** Those of the parser, and those of terms whose value cannot be. */
  readonly problems: readonly QueryProblem[];
}

type SubjectTest<Subject> = (subject: Subject) => boolean;

export function compile<Subject>({ terms, problems }: Query, vocabulary: Vocabulary<Subject>): Compiled<Subject> {
  const tests: SubjectTest<Subject>[] = [];
  const found: QueryProblem[] = [...problems];
  for (const term of terms) {
    const test = term.isOff ? undefined : testOf(term, vocabulary);
    if (typeof test === 'string') found.push({ text: printTerm(term), fact: test });
    else if (test !== undefined) tests.push(test);
  }
  return { fits: (subject) => tests.every((test) => test(subject)), problems: found };
}

function testOf<Subject>(term: Term, vocabulary: Vocabulary<Subject>): SubjectTest<Subject> | string {
  const test = term.type === 'text' ? textTest(term.text, vocabulary) : fieldTest(term, vocabulary);
  if (typeof test === 'string') return test;
  const isReversed = term.isNegated !== (term.type === 'field' && term.operator === '!=');
  return isReversed ? (subject) => !test(subject) : test;
}

function textTest<Subject>(text: string, { texts }: Vocabulary<Subject>): SubjectTest<Subject> {
  const fits = contains(text);
  return (subject) => some(texts(subject), fits);
}

/** Of `!=` the test of `=`: whether it is reversed is decided together with the mark of negation. */
function fieldTest<Subject>(
  { field: name, operator, value }: FieldTerm,
  { fields, attributes }: Vocabulary<Subject>,
): SubjectTest<Subject> | string {
  const field = Object.hasOwn(fields, name) ? fields[name]! : attributeField(name, attributes);
  const isOrder = operator !== ':' && operator !== '=' && operator !== '!=';
  const type = isOrder && field.type === 'name' ? 'number' : field.type;
  const fits = valueTest(type, operator === '!=' ? '=' : operator, field.translate?.(value) ?? value);
  if (typeof fits === 'string') return fits;
  return (subject) => some(field.values(subject), fits);
}

function attributeField<Subject>(name: string, attributes: Vocabulary<Subject>['attributes']): Field<Subject> {
  return { type: 'name', values: (subject) => attributes(subject, name) };
}

function some(values: Iterable<unknown>, fits: (value: unknown) => boolean): boolean {
  for (const value of values) if (value !== null && value !== undefined && fits(value)) return true;
  return false;
}
