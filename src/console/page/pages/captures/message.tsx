/** One side of an exchange: its headers, and its body as far as it was kept. */
import type { JSX } from 'preact';
import type { CaptureBody, CaptureField, CaptureMessage } from '../../../shapes/index.js';
import { CodeBlock } from '../../components/code-block.js';
import { KeyValues } from '../../components/key-values.js';
import { Panel } from '../../components/panel.js';
import { formatBytes } from '../../format/bytes.js';
import { formatPlural } from '../../format/count.js';
import { pretty } from './capture-text.js';

interface MessageProps {
  readonly title: 'Request' | 'Response';
  readonly message: CaptureMessage;
}

export function Message({ title, message: { headers, body } }: MessageProps): JSX.Element {
  const shown = Object.entries(headers).map(([name, value]) => [name, [value].flat().join('\n')] as const);
  return (
    <div class="captures-side">
      <Panel title={`${title} body`} note={noteOf(body)}>
        <Body body={body} label={`${title} body`} />
      </Panel>
      <Panel title={`${title} headers`} note={formatPlural(shown.length, 'header')}>
        <KeyValues entries={shown} />
      </Panel>
    </div>
  );
}

function noteOf(body: CaptureBody): string | undefined {
  if (body.kind === 'none') return undefined;
  const size = formatBytes(body.bytes);
  return body.contentType === undefined ? size : `${body.contentType}, ${size}`;
}

const REASONS = {
  binary: 'It is no text.',
  stream: 'It is a stream, which has no end.',
  encoding: 'Nobody here can read its encoding.',
  limit: 'There was no room for it.',
} as const;

function Body({ body, label }: { readonly body: CaptureBody; readonly label: string }): JSX.Element {
  if (body.kind === 'none') return <p class="quiet">There is none.</p>;
  if (body.kind === 'omitted') return <p class="quiet">It was not kept. {REASONS[body.reason]}</p>;
  return (
    <>
      {body.kind === 'multipart' ? (
        <KeyValues entries={body.fields.map((field) => [field.name, <Field field={field} />])} />
      ) : (
        <CodeBlock label={label} text={body.kind === 'json' ? pretty(body.text) : body.text} />
      )}
      {body.isCut ? <p class="quiet">This is its beginning; the rest was not kept.</p> : null}
    </>
  );
}

function Field({ field: { value, fileName, contentType, bytes } }: { readonly field: CaptureField }): JSX.Element {
  if (value !== undefined) return <>{value}</>;
  const kind = [fileName, contentType].filter((part) => part !== undefined).join(', ');
  return (
    <span class="quiet">
      {kind} ({formatBytes(bytes)})
    </span>
  );
}
