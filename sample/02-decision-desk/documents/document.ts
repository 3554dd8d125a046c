/** A decision written down: asked for over HTTP, written by a helper process, read when it is done. */
import type { documents } from '../database/schema.js';

export type Document = Readonly<typeof documents.$inferSelect>;

/** What waits in the queue. */
export interface DocumentJob {
  readonly documentId: string;
}
