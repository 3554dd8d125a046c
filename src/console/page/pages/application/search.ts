/** Words that all have to stand somewhere in what a row says. */
export function matches(words: string, ...texts: readonly (string | null)[]): boolean {
  const haystack = texts.join('\n').toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}
