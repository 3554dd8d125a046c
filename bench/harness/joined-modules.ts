/** What every start loads is one file of the build (scripts/join-modules.mjs), in which each module begins with a line of its name. */

export const JOINED = 'joined.js';

export interface JoinedModule {
  /** Below dist/: `kernel/clock.js`. */
  readonly file: string;
  /** Of its first line, counted from 0. */
  readonly line: number;
  /** As it stands there, its name included. */
  readonly code: string;
}

/** @param text of the joined file */
export function joinedModules(text: string): readonly JoinedModule[] {
  const [head = '', ...modules] = text.split(/^(?="[^"\n]+": \(function \(exports\) \{$)/m);
  let line = linesOf(head);
  return modules.map((section) => {
    const code = section.slice(0, section.lastIndexOf(END) + END.length);
    const module = { file: code.slice(1, code.indexOf('"', 1)), line, code };
    line += linesOf(section);
    return module;
  });
}

const END = '\n}),\n';

function linesOf(text: string): number {
  return text.split('\n').length - 1;
}
