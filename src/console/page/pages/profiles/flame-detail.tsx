/** One call in words, always in the same place. */
import type { ComponentChildren, JSX } from 'preact';
import { SourceLink } from '../../components/source-link.js';
import type { FlameBox } from './flame.js';
import type { ProfileModel } from './profile-model.js';

export interface FlameDetailProps {
  readonly box: FlameBox | undefined;
  readonly model: ProfileModel;
  readonly children?: ComponentChildren;
}

export function FlameDetail({ box, model, children }: FlameDetailProps): JSX.Element {
  return (
    <div class="profile-flame-detail">
      <div aria-live="polite" aria-atomic="true" class="profile-flame-told">
        {box === undefined ? (
          <span class="quiet">Point at a call to see what it took; click it to come closer</span>
        ) : (
          <>
            <strong class="mono">{model.nameOf(box.frame)}</strong>
            <FramePlace model={model} frame={box.frame} />
            <span class="number">
              {model.format(box.width)} in all, {model.share(box.width)}
            </span>
            <span class="number">{model.format(box.self)} in itself</span>
          </>
        )}
      </div>
      {children}
    </div>
  );
}

/** A link where an editor can open it. */
export function FramePlace({ model, frame }: { readonly model: ProfileModel; readonly frame: number }): JSX.Element {
  const source = model.sourceOf(frame);
  if (source === undefined) return <span class="quiet mono cut">{model.placeOf(frame)}</span>;
  return <SourceLink place={source} />;
}
