/** How a file of the application is opened from a page: by an editor's own URL scheme. */
import { accept, refuse, type OptionType } from './option-type.js';

/** By the word that names it. `{file}` is an absolute path. */
export const EDITORS = {
  vscode: 'vscode://file/{file}:{line}:{column}',
  'vscode-insiders': 'vscode-insiders://file/{file}:{line}:{column}',
  vscodium: 'vscodium://file/{file}:{line}:{column}',
  cursor: 'cursor://file/{file}:{line}:{column}',
  windsurf: 'windsurf://file/{file}:{line}:{column}',
  zed: 'zed://file/{file}:{line}:{column}',
  webstorm: 'webstorm://open?file={file}&line={line}&column={column}',
  idea: 'idea://open?file={file}&line={line}&column={column}',
} as const;

/** A page must not be made to run what stands in a link. */
const RUNS_CODE = /^(javascript|data|vbscript|blob):/i;

/** Becomes a template, or undefined for `off`. */
export const editorLink: OptionType = {
  name: 'editor, or a URL with {file}',
  fromText: (given) => given,
  check: (candidate) => {
    if (candidate === 'off') return accept(undefined);
    if (isKnown(candidate)) return accept(EDITORS[candidate]);
    if (isTemplate(candidate)) return accept(candidate);
    return refuse(
      'must be a known editor, a URL with {file}, or off',
      `write one of ${Object.keys(EDITORS).join(', ')}, or e.g. 'myeditor://open?file={file}&line={line}'`,
    );
  },
};

function isKnown(candidate: unknown): candidate is keyof typeof EDITORS {
  return typeof candidate === 'string' && Object.hasOwn(EDITORS, candidate);
}

function isTemplate(candidate: unknown): boolean {
  if (typeof candidate !== 'string' || !candidate.includes('{file}')) return false;
  return /^[a-z][a-z0-9+.-]*:[^\s<>"]+$/i.test(candidate) && !RUNS_CODE.test(candidate);
}
