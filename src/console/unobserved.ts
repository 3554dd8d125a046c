/** What the console has others do for its pages is no work of the application: it makes no spans, and no rows in the console itself. */
import { context } from '@opentelemetry/api';
import { temporarilySuppressed } from '../kernel/index.js';

export async function unobserved<T>(work: () => T | Promise<T>): Promise<T> {
  const suppression = temporarilySuppressed();
  try {
    return await context.with(suppression.context, work);
  } finally {
    suppression.end();
  }
}
