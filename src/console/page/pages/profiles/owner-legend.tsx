/** What the colours mean, with how much of the whole each kind of code took in itself. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { ownerTitles, type OwnerKind } from './frame-owner.js';
import type { ProfileModel } from './profile-model.js';

const kinds = Object.keys(ownerTitles) as OwnerKind[];

export function OwnerLegend({ model }: { readonly model: ProfileModel }): JSX.Element {
  const weights = useMemo(() => weightByKind(model), [model]);
  return (
    <ul class="profiles-legend">
      {kinds.map((kind) => (
        <li key={kind}>
          <span class={`profiles-owner profiles-${kind}`} aria-hidden="true" />
          {ownerTitles[kind]} <span class="quiet number">{model.share(weights.get(kind) ?? 0)}</span>
        </li>
      ))}
    </ul>
  );
}

function weightByKind({ hot, owners }: ProfileModel): ReadonlyMap<OwnerKind, number> {
  const weights = new Map<OwnerKind, number>();
  for (const { frame, self } of hot) {
    const { kind } = owners[frame]!;
    weights.set(kind, (weights.get(kind) ?? 0) + self);
  }
  return weights;
}
