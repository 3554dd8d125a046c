/** A place in a file; where the server says how, it opens the editor there. */
import type { JSX } from 'preact';
import type { SourcePlace } from '../../shapes/index.js';
import { session } from '../app/session.js';

interface SourceLinkProps {
  readonly place: SourcePlace;
}

export function SourceLink({ place }: SourceLinkProps): JSX.Element {
  const pattern = session.value?.editorUrl ?? null;
  const text = `${shortPath(place.file)}:${place.line}`;
  const title = `${place.file}:${place.line}:${place.column}`;
  if (pattern === null)
    return (
      <span class="mono" title={title}>
        {text}
      </span>
    );
  return (
    <a class="mono" href={editorUrl(pattern, place)} title={`Open ${title} in the editor`}>
      {text}
    </a>
  );
}

/** @param pattern with `{file}`, `{line}` and `{column}` */
function editorUrl(pattern: string, { file, line, column }: SourcePlace): string {
  return pattern
    .replace('{file}', () => encodeURI(file))
    .replace('{line}', String(line))
    .replace('{column}', String(column));
}

/** The last three parts: what one knows a file by. */
function shortPath(file: string): string {
  return file.split(/[\\/]/).slice(-3).join('/');
}
