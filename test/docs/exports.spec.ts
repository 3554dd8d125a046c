import { itSaysWhatTheCodeSays } from './documents.js';
import { complaintsAbout } from './exports/example-project.js';
import { exportsReference } from './exports/exports-reference.js';
import { isOneSentence, firstSentence } from './first-sentence.js';
import { publicExports, type PublicExport } from './exports/public-exports.js';

const exports = publicExports();

describe('every name that the package exports', () => {
  it('has documentation that begins with a sentence', () => {
    const silent = exports.filter(({ documentation }) => !isOneSentence(firstSentence(documentation)));

    expect(silent.map(placeOf)).toEqual([]);
  });

  it('has an example', () => {
    expect(exports.filter(({ examples }) => examples.length === 0).map(placeOf)).toEqual([]);
  });

  it('is used in its own example', () => {
    const named = ({ name, examples }: PublicExport) => examples.every((code) => code.includes(name));

    expect(exports.filter((exported) => !named(exported)).map(placeOf)).toEqual([]);
  });

  it('has an example that compiles, while one that does not is found', () => {
    const broken = { ...exports[0]!, name: 'Broken', examples: ["const count: number = 'many';"] };

    expect(complaintsAbout([...exports, broken])).toEqual([expect.stringContaining('Broken')]);
  }, 60_000);
});

describe('the exports reference', () => {
  itSaysWhatTheCodeSays(['docs/reference/exports.md'], { exports: exportsReference });
});

function placeOf({ subpath, name, file }: PublicExport): string {
  return `${name} of ${subpath} in ${file}`;
}
