/** What a table shows of a documentation: its first sentence on one line. A stop within `code` ends nothing. */
export function firstSentence(documentation: string): string {
  const [paragraph = ''] = documentation.split(/\n\s*\n/);
  const linked = paragraph.replace(/\{@link (.+?)\}/g, '`$1`');
  const line = linked.replace(/\s+/g, ' ').trim();
  const [sentence = line] = /^(?:`[^`]*`|[^`])*?[.!?](?= |$)/.exec(line) ?? [];
  return sentence;
}

/** Whether a text is one sentence: it ends with its only full stop. */
export function isOneSentence(text: string): boolean {
  return /[.!?]$/.test(text) && firstSentence(text) === text;
}
