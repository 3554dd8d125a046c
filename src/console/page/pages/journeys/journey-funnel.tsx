/** One journey, stage by stage: a bar as wide as those who entered, and between two stages who went on. */
import type { JSX } from 'preact';
import { Link } from '../../app/router.js';
import { Bar } from '../../components/bar.js';
import { Panel } from '../../components/panel.js';
import { Stat } from '../../components/stat.js';
import { formatCount, formatPlural, formatShare } from '../../format/count.js';
import { formatDuration } from '../../format/duration.js';
import { funnelOf, type FunnelStep, type Journey } from './funnel.js';
import { stageParams } from './stage-query.js';

export function JourneyFunnel({ journey }: { readonly journey: Journey }): JSX.Element {
  const { name, started, completed, abandoned } = journey;
  const { steps, mostEntered, conversion } = funnelOf(journey);
  return (
    <Panel title={<span class="mono">{name}</span>} note={formatPlural(steps.length, 'stage')}>
      <div class="journeys-figures">
        <Stat label="Started" value={formatCount(started)} />
        <Stat label="Completed" value={formatCount(completed)} />
        <Stat label="Conversion" value={formatShare(conversion)} />
        <Stat label="Abandoned" value={formatCount(abandoned)} tone={abandoned > 0 ? 'warn' : 'neutral'} />
      </div>
      <ol class="journeys-stages">
        {steps.map((step) => (
          <StageRow key={step.stage.name} journey={name} step={step} mostEntered={mostEntered} />
        ))}
      </ol>
    </Panel>
  );
}

interface StageRowProps {
  readonly journey: string;
  readonly step: FunnelStep;
  readonly mostEntered: number;
}

function StageRow({ journey, step, mostEntered }: StageRowProps): JSX.Element {
  const { name, entered, completed, failed, p50Ms } = step.stage;
  return (
    <li>
      <Passage step={step} />
      <div class="journeys-stage">
        <Link
          page="traces"
          params={stageParams(journey, name)}
          class="mono cut journeys-name"
          title={`Traces of ${name}`}
        >
          {name}
        </Link>
        <span class="journeys-bar">{entered > 0 && <Bar value={entered} max={mostEntered} />}</span>
        <span class="number journeys-figure">
          {formatCount(entered)} <span class="quiet">entered</span>
        </span>
        <span class="number journeys-figure">
          {formatCount(completed)} <span class="quiet">completed</span>
        </span>
        <span class="number journeys-figure">
          {formatCount(failed)} <span class="quiet">gave up</span>
        </span>
        <span class="number journeys-figure">
          {formatDuration(p50Ms)} <span class="quiet">median</span>
        </span>
      </div>
    </li>
  );
}

/** From the stage before to this one. */
function Passage({ step: { fromBefore, lost, isWorst } }: { readonly step: FunnelStep }): JSX.Element | null {
  if (fromBefore === null) return null;
  const [goOn, change] =
    lost >= 0
      ? [`${formatShare(fromBefore)} go on`, `${formatCount(lost)} fewer`]
      : ['all go on', `${formatCount(-lost)} more came in here`];
  return (
    <div class={isWorst ? 'journeys-passage journeys-worst' : 'journeys-passage'}>
      <span aria-hidden="true">↓</span> <span class="number">{goOn}</span>
      <span class="number">{change}</span>
      {isWorst && <strong>the largest loss</strong>}
    </div>
  );
}
