/** The one test that every document passes. */
import { compareDocument, unpadded, type Generators } from './generated.js';

export function itSaysWhatTheCodeSays(files: readonly string[], generators: Generators): void {
  it.each(files)('says what the code says: %s', (file) => {
    const { actual, expected } = compareDocument(file, generators);

    expect(unpadded(actual)).toBe(unpadded(expected));
  });
}
