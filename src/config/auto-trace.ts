/** Which classes `autoTrace` covers; asked by the source that wraps them and by tracing, which may serve another application. */
import type { AutoTraceOptions } from './observability.options.js';

export type ClassFilter = (className: string) => boolean;

/** `exclude` wins over `include`; `*` at either end of a name stands for any text. */
export function autoTraceFilter(choice: boolean | AutoTraceOptions): ClassFilter {
  if (typeof choice === 'boolean') return () => choice;
  const isIncluded = choice.include === undefined ? () => true : anyOf(choice.include);
  const isExcluded = anyOf(choice.exclude ?? []);
  return (className) => isIncluded(className) && !isExcluded(className);
}

function anyOf(patterns: readonly string[]): ClassFilter {
  const filters = patterns.map(filterOf);
  return (className) => filters.some((matches) => matches(className));
}

function filterOf(pattern: string): ClassFilter {
  const text = pattern.replaceAll(/^\*|\*$/g, '');
  const [isOpenBefore, isOpenAfter] = [pattern.startsWith('*'), pattern.endsWith('*')];
  if (isOpenBefore && isOpenAfter) return (className) => className.includes(text);
  if (isOpenBefore) return (className) => className.endsWith(text);
  return isOpenAfter ? (className) => className.startsWith(text) : (className) => className === pattern;
}
