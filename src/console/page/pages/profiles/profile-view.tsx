/** One profile: a flame graph in three orders, a table of its functions, and what ran. View, search and function are in the address. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { location, setParams } from '../../app/router.js';
import { useResource } from '../../app/use-resource.js';
import { ResourceState } from '../../components/resource-state.js';
import { Tabs } from '../../components/tabs.js';
import type { ProfileAnswer } from '../../../shapes/index.js';
import { FunctionTable } from './function-table.js';
import { LeftHeavyView } from './left-heavy-view.js';
import { OwnerLegend } from './owner-legend.js';
import { ProfileModel } from './profile-model.js';
import { SandwichView } from './sandwich-view.js';
import { SpanTable } from './span-table.js';
import { TimeOrderView } from './time-order-view.js';

export interface ViewProps {
  readonly model: ProfileModel;
  /** Frames whose name or file has what is searched for; undefined where nothing is. */
  readonly found: ReadonlySet<number> | undefined;
  readonly frame: number | undefined;
  onFrame(frame: number | undefined): void;
}

const views = {
  left: { title: 'Left heavy', View: LeftHeavyView },
  time: { title: 'Time order', View: TimeOrderView },
  sandwich: { title: 'Sandwich', View: SandwichView },
  functions: { title: 'Functions', View: FunctionTable },
  operations: { title: 'What ran', View: SpanTable },
} as const;

type ViewId = keyof typeof views;

/** Memory has no order of time, and belongs to no operation. */
const timedViews: ReadonlySet<ViewId> = new Set(['time', 'operations']);

export function ProfileView({ id }: { readonly id: string }): JSX.Element {
  const profile = useResource<ProfileAnswer>('profile', { id });
  return <ResourceState resource={profile}>{(answer) => <ShownProfile answer={answer} />}</ResourceState>;
}

function ShownProfile({ answer }: { readonly answer: ProfileAnswer }): JSX.Element {
  const model = useMemo(() => new ProfileModel(answer), [answer]);
  const { params } = location.value;
  const search = params.get('q') ?? '';
  const found = useMemo(() => model.find(search), [model, search]);
  const ids = (Object.keys(views) as ViewId[]).filter((one) => model.samples !== null || !timedViews.has(one));
  const selected = ids.find((one) => one === params.get('view')) ?? 'left';
  const { View } = views[selected];
  const frame = model.frameOfKey(params.get('frame'));
  const onFrame = (one: number | undefined): void =>
    setParams({ frame: one === undefined ? null : model.keyOf(one) }, { replace: true });

  return (
    <div class="profiles-view">
      <div class="profiles-tools">
        <input
          class="field"
          type="search"
          placeholder="Find a function or file"
          aria-label="Find a function or file"
          value={search}
          onInput={({ currentTarget }) => setParams({ q: currentTarget.value || null }, { replace: true })}
        />
        <span class="quiet number" role="status">
          {found && model.foundText(found)}
        </span>
        <OwnerLegend model={model} />
      </div>
      <Tabs
        label="Views of the profile"
        tabs={ids.map((one) => ({ id: one, title: views[one].title }))}
        selected={selected}
        onSelect={(one) => setParams({ view: one })}
      >
        <View model={model} found={found} frame={frame} onFrame={onFrame} />
      </Tabs>
    </div>
  );
}
