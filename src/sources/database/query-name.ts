/** The name of a query as OpenTelemetry has it, `SELECT orders`, and its one label. */

export interface QueryName {
  /** From a closed set, or `_OTHER`. */
  readonly operation: string;
  /** Table or collection, where it is known. */
  readonly target: string | undefined;
  readonly name: string;
  readonly labels: string[];
}

const MAX_TARGET_LENGTH = 100;
const labelsOf = new Map<string, string[]>();

/** @param known the operation, undefined when it is not of the driver's closed set */
export function queryNamed(known: string | undefined, target?: string): QueryName {
  const operation = known ?? '_OTHER';
  const shortTarget = target?.slice(0, MAX_TARGET_LENGTH);
  const name = shortTarget === undefined || shortTarget === '' ? operation : `${operation} ${shortTarget}`;
  return { operation, target: shortTarget, name, labels: labelsFor(operation) };
}

/** One list per operation: queries share it, nobody writes to it. */
function labelsFor(operation: string): string[] {
  let labels = labelsOf.get(operation);
  if (labels === undefined) labelsOf.set(operation, (labels = [operation]));
  return labels;
}
