/** Text as it was written, with a way to take it along. */
import type { JSX } from 'preact';
import { CopyButton } from './copy-button.js';
import './code-block.css';

interface CodeBlockProps {
  readonly text: string;
  /** What it is, for those who hear the page. */
  readonly label: string;
  readonly canCopy?: boolean;
}

export function CodeBlock({ text, label, canCopy = true }: CodeBlockProps): JSX.Element {
  return (
    <figure class="code-block" role="group" aria-label={label}>
      <pre tabIndex={0}>{text}</pre>
      {canCopy ? <CopyButton text={text} title={`Copy: ${label}`} /> : null}
    </figure>
  );
}
