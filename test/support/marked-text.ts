import { MARK } from '../security/redaction-corpus.js';

/** A text as it was written, and as it may be shown: what stands in `«…»` has to be hidden. */
export function markedText(sample: string): { readonly text: string; readonly shown: string } {
  return { text: sample.replace(/[«»]/g, ''), shown: sample.replace(/«[^»]*»/g, MARK) };
}
