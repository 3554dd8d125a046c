/** Names of classes in a cell, one below the other, each perhaps with its part in the whole. */
import type { JSX } from 'preact';

export interface NamedRole {
  readonly name: string;
  /** `guard` */
  readonly role?: string;
}

export function NameList({ names }: { readonly names: readonly (NamedRole | string)[] }): JSX.Element | null {
  if (names.length === 0) return null;
  return (
    <ul class="application-names">
      {names.map((entry, at) => (
        <li key={at}>{typeof entry === 'string' ? <span class="mono">{entry}</span> : <InRole entry={entry} />}</li>
      ))}
    </ul>
  );
}

function InRole({ entry: { name, role } }: { readonly entry: NamedRole }): JSX.Element {
  return (
    <>
      {role === undefined ? null : <span class="application-role quiet">{role}</span>}
      <span class="mono">{name}</span>
    </>
  );
}
