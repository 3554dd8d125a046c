/** Changes the level of all loggers, or of one context, for a while or until the process ends. */
import type { JSX, TargetedEvent } from 'preact';
import { useState } from 'preact/hooks';
import { postJson, type ApiError } from '../../app/api.js';
import type { LoggersAnswer } from '../../../shapes/index.js';

export const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const minuteMs = 60_000;
const lasting = [
  { title: 'for 15 minutes', value: String(15 * minuteMs) },
  { title: 'for an hour', value: String(60 * minuteMs) },
  { title: 'for a day', value: String(24 * 60 * minuteMs) },
  { title: 'until it restarts', value: 'permanent' },
] as const;

interface LevelsFormProps {
  /** Names of classes that may be meant. */
  readonly contexts: readonly string[];
  readonly onChanged: () => void;
}

export function LevelsForm({ contexts, onChanged }: LevelsFormProps): JSX.Element {
  const [problem, setProblem] = useState<ApiError | undefined>(undefined);
  const [isBusy, setBusy] = useState(false);
  const change = async (event: TargetedEvent<HTMLFormElement, SubmitEvent>): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(await refusalOf(new FormData(event.currentTarget)));
    setBusy(false);
    onChanged();
  };
  return (
    <form class="application-form" onSubmit={change}>
      <label>
        <span>Of</span>
        <input class="field" name="context" list="application-contexts" placeholder="all loggers" autocomplete="off" />
      </label>
      <datalist id="application-contexts">
        {contexts.map((context) => (
          <option key={context} value={context} />
        ))}
      </datalist>
      <Choice
        label="Level"
        name="level"
        initial="debug"
        options={levels.map((level) => ({ title: level, value: level }))}
      />
      <Choice label="Lasts" name="lasts" initial={lasting[0].value} options={lasting} />
      <button type="submit" class="button button-main" disabled={isBusy}>
        Change the level
      </button>
      {problem === undefined ? null : (
        <p class="application-problem" role="alert">
          {problem.fact}. To mend it: {problem.fix}.
        </p>
      )}
    </form>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly name: string;
  readonly initial: string;
  readonly options: readonly { readonly title: string; readonly value: string }[];
}

function Choice({ label, name, initial, options }: ChoiceProps): JSX.Element {
  return (
    <label>
      <span>{label}</span>
      <select class="field" name={name}>
        {options.map(({ title, value }) => (
          <option key={value} value={value} selected={value === initial}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

function refusalOf(form: FormData): Promise<ApiError | undefined> {
  const [context, level, lasts] = ['context', 'level', 'lasts'].map((name) => String(form.get(name) ?? '').trim());
  return changeLevel({
    ...(context !== '' && { context }),
    level,
    ...(lasts === 'permanent' ? { permanent: true } : { expiresInMs: Number(lasts) }),
  });
}

/** @returns why it was refused */
export async function changeLevel(change: object): Promise<ApiError | undefined> {
  return postJson<LoggersAnswer>('loggers', change).then(
    () => undefined,
    (error: ApiError) => error,
  );
}
