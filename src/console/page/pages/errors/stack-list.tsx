/** The frames of a stack: the application's own with their lines of source, those of Node and of packages folded away. */
import type { JSX } from 'preact';
import type { ErrorFrame } from '../../../shapes/index.js';
import { classes } from '../../components/classes.js';
import { SourceLink } from '../../components/source-link.js';
import { formatPlural } from '../../format/count.js';
import { partsOf, type StackPart } from './stack-parts.js';

export function StackList({ frames }: { readonly frames: readonly ErrorFrame[] }): JSX.Element {
  if (frames.length === 0) return <p class="quiet">What was thrown has no stack.</p>;
  return (
    <ol class="errors-stack">
      {partsOf(frames).map((part, index) => (
        <li key={index}>
          <Part part={part} />
        </li>
      ))}
    </ol>
  );
}

function Part({ part }: { readonly part: StackPart }): JSX.Element {
  if (part.type === 'cause') return <p class="errors-cause">{part.text}</p>;
  if (part.type === 'own') return <OwnFrame frame={part.frame} isFirst={part.isFirst} />;
  return (
    <details class="errors-foreign">
      <summary>{formatPlural(part.frames.length, 'frame')} of Node and packages</summary>
      <ul>
        {part.frames.map(({ text }, index) => (
          <li key={index} class="mono quiet">
            {text}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Where it was thrown is what one wants to see; who called is there to be opened. */
function OwnFrame({ frame, isFirst }: { readonly frame: ErrorFrame; readonly isFirst: boolean }): JSX.Element {
  if (frame.lines.length === 0) return <FrameHead frame={frame} />;
  return (
    <details class="errors-frame-folded" open={isFirst}>
      <summary class="mono">{frame.text}</summary>
      {frame.place === null ? null : <SourceLink place={frame.place} />}
      <SourceLines frame={frame} />
    </details>
  );
}

function FrameHead({ frame: { text, place } }: { readonly frame: ErrorFrame }): JSX.Element {
  return (
    <span class="errors-frame">
      <span class="mono">{calledIn(text)}</span> {place === null ? null : <SourceLink place={place} />}
    </span>
  );
}

function SourceLines({ frame: { lines, place } }: { readonly frame: ErrorFrame }): JSX.Element {
  return (
    <pre class="errors-source" tabIndex={0} aria-label="Source">
      {lines.map(({ line, text }) => (
        <span key={line} class={classes('errors-source-line', line === place?.line && 'is-own')}>
          <span class="errors-source-number">{line}</span>
          {text}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}

/** `OrdersService.find` of `OrdersService.find (/app/orders.ts:1:2)`: the place stands beside it. */
function calledIn(text: string): string {
  const at = text.lastIndexOf(' (');
  return at < 0 ? 'top level' : text.slice(0, at);
}
