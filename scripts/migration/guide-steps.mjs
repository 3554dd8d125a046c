// The steps of a guide, read from its markdown: the fenced blocks below the heading "Steps", in their order. A block of `sh` is
// run; a block with a title, ```diff title="src/main.ts", is an edit of that file: a `diff` changes it, anything else is the whole file.
const BLOCK = /^```(\w+)(?: title="([^"]+)")?\n([^]*?)^```$/gm;

export function stepsOf(markdown) {
  const [, section] = /^## Steps\n([^]*?)(?=^## |(?![^]))/m.exec(markdown) ?? [];
  if (section === undefined) throw new Error('The guide has no heading "## Steps"');
  return [...section.matchAll(BLOCK)].map(([, language, file, text]) => stepOf(language, file, text));
}

function stepOf(language, file, text) {
  if (language === 'sh' && file === undefined) return { kind: 'run', command: text.trim() };
  if (file === undefined) throw new Error(`A block of ${language} below "Steps" says no file: ${text}`);
  return { kind: language === 'diff' ? 'edit' : 'write', file, text };
}

// The file after a diff whose hunks, separated by a line @@, each stand exactly once in it.
export function edited(before, diff) {
  return diff.split(/^@@\n/m).reduce((text, hunk) => {
    const lines = hunk.trimEnd().split('\n');
    const [old, fresh] = ['+', '-'].map((other) => sideOf(lines, other));
    const places = text.split(old).length - 1;
    if (places !== 1) throw new Error(`These lines stand ${places} times in the file:\n${old}`);
    return text.replace(old, () => fresh);
  }, before);
}

function sideOf(lines, other) {
  const kept = lines.filter((line) => !line.startsWith(other)).map((line) => `${line.slice(1)}\n`);
  return kept.join('');
}
