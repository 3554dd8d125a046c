/** The fields of a line: plain ones can be looked for, long and nested ones are shown as they were written. */
import type { JSX } from 'preact';
import { setParams } from '../../app/router.js';
import { CodeBlock } from '../../components/code-block.js';
import { KeyValues } from '../../components/key-values.js';
import { parse, print, withTerm } from '../../../query/index.js';
import type { LogRow } from '../../../shapes/index.js';

interface LogFieldsProps {
  readonly fields: LogRow['fields'];
  readonly query: string;
}

type Plain = string | number | boolean;

/** Characters that fit beside a name. */
const maxPlainLength = 200;

export function LogFields({ fields, query }: LogFieldsProps): JSX.Element {
  const entries = Object.entries(fields);
  const plain = entries.filter((entry): entry is [string, Plain] => isPlain(entry[1]));
  const others = entries.filter(([, value]) => !isPlain(value));
  return (
    <>
      {plain.length === 0 ? null : (
        <section>
          <h3>Fields</h3>
          <KeyValues
            entries={plain.map(([name, value]) => [name, <Value name={name} value={value} query={query} />])}
          />
        </section>
      )}
      {others.map(([name, value]) => (
        <section key={name}>
          <h3>{name}</h3>
          {blocksOf(value).map(([title, text]) => (
            <CodeBlock key={title} label={title === '' ? name : `${name}: ${title}`} text={text} />
          ))}
        </section>
      ))}
    </>
  );
}

function Value({
  name,
  value,
  query,
}: {
  readonly name: string;
  readonly value: Plain;
  readonly query: string;
}): JSX.Element {
  const only = (): void => {
    const term = {
      type: 'field',
      field: name,
      operator: '=',
      value: String(value),
      isNegated: false,
      isOff: false,
    } as const;
    setParams({ q: print(withTerm(parse(query), term)) });
  };
  return (
    <button type="button" class="logs-field" title="Show only lines with this value" onClick={only}>
      {String(value)}
    </button>
  );
}

/** A stack reads badly inside of JSON: it stands by itself. */
function blocksOf(value: unknown): readonly (readonly [title: string, text: string])[] {
  if (typeof value === 'string') return [['', value]];
  const { stack, ...rest } = (value ?? {}) as { readonly stack?: unknown };
  const json = JSON.stringify(typeof stack === 'string' ? rest : value, null, 2);
  return typeof stack === 'string'
    ? [
        ['', json],
        ['stack', stack],
      ]
    : [['', json]];
}

function isPlain(value: unknown): value is Plain {
  if (typeof value === 'string') return value.length <= maxPlainLength && !value.includes('\n');
  return typeof value === 'number' || typeof value === 'boolean';
}
