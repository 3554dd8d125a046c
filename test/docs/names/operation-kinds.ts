/** The members of the union `OperationKind`. */
import { sourceText } from '../source-text.js';

export function operationKinds(): string[] {
  const text = sourceText((file) => file === 'kernel/operation.ts');
  const [, union = ''] = /type OperationKind =([^;]*);/.exec(text) ?? [];
  return [...union.matchAll(/'(.+?)'/g)].map(([, kind = '']) => kind).toSorted();
}
