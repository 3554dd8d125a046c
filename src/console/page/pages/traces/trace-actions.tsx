/** The session as a file, a file as traces, and a clean desk. */
import type { JSX, TargetedEvent } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { ImportAnswer } from '../../../shapes/index.js';
import { ApiError, fileUrl, postJson } from '../../app/api.js';
import { navigate } from '../../app/router.js';
import { session } from '../../app/session.js';
import { ProblemNote } from '../../components/problem-note.js';
import { formatPlural } from '../../format/count.js';

interface TraceActionsProps {
  /** The list is another one now. */
  readonly onChange: () => void;
}

export function TraceActions({ onChange }: TraceActionsProps): JSX.Element {
  const [problem, setProblem] = useState<ApiError | undefined>(undefined);
  const [note, setNote] = useState('');
  const mayChange = session.value?.mayChange === true;
  const work = async (change: () => Promise<string>): Promise<void> => {
    setProblem(undefined);
    try {
      setNote(await change());
      onChange();
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  return (
    <>
      <span class="quiet" role="status">
        {note}
      </span>
      <ProblemNote problem={problem} />
      <ImportButton isDisabled={!mayChange} onFile={(file) => void work(() => importFile(file))} />
      <a class="button" href={fileUrl('export')} download title="All kept traces as OpenTelemetry's JSON">
        Export
      </a>
      <ClearButton isDisabled={!mayChange} onClear={() => void work(clearTraces)} />
    </>
  );
}

interface ButtonProps {
  readonly isDisabled: boolean;
}

const notAllowed = 'Needs console.changes: true';

function ImportButton({ isDisabled, onFile }: ButtonProps & { readonly onFile: (file: File) => void }): JSX.Element {
  const field = useRef<HTMLInputElement>(null);
  const choose = (event: TargetedEvent<HTMLInputElement>): void => {
    const file = event.currentTarget.files?.[0];
    if (file !== undefined) onFile(file);
    // So that the same file can be chosen once more.
    event.currentTarget.value = '';
  };
  return (
    <>
      <input
        ref={field}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label="A file of OpenTelemetry's JSON"
        onChange={choose}
      />
      <button
        type="button"
        class="button"
        disabled={isDisabled}
        title={isDisabled ? notAllowed : 'Traces from a file of OpenTelemetry’s JSON'}
        onClick={() => field.current?.click()}
      >
        Import
      </button>
    </>
  );
}

/** Twice, since nothing brings them back. */
function ClearButton({ isDisabled, onClear }: ButtonProps & { readonly onClear: () => void }): JSX.Element {
  const [isSure, setSure] = useState(false);
  const press = (): void => {
    if (isSure) onClear();
    setSure(!isSure);
  };
  return (
    <button
      type="button"
      class="button"
      disabled={isDisabled}
      title={isDisabled ? notAllowed : 'Forgets all traces, log lines and errors'}
      onClick={press}
      onBlur={() => setSure(false)}
    >
      {isSure ? 'Really clear?' : 'Clear'}
    </button>
  );
}

async function importFile(file: File): Promise<string> {
  const otlp = JSON.parse(await file.text()) as object;
  const { traceIds, spanCount, rejectedSpanCount } = await postJson<ImportAnswer>('import', { otlp });
  const [only] = traceIds;
  if (traceIds.length === 1 && only !== undefined) navigate('trace', { id: only });
  const rejected = rejectedSpanCount === 0 ? '' : `, ${formatPlural(rejectedSpanCount, 'span')} could not be read`;
  return `Imported ${formatPlural(traceIds.length, 'trace')} of ${formatPlural(spanCount, 'span')}${rejected}`;
}

async function clearTraces(): Promise<string> {
  await postJson('recorder', { action: 'clear' });
  return 'Cleared';
}

function asProblem(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError(
    0,
    'OBS_ERR_FILE',
    'This is no JSON',
    'choose a file that Export or an OTLP exporter has written',
  );
}
