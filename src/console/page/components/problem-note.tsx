/** What did not work, and what to do about it, as the server says it. */
import type { JSX } from 'preact';
import type { ApiError } from '../app/api.js';
import { StatusMark } from './status-mark.js';
import './problem-note.css';

export function ProblemNote({ problem }: { readonly problem: ApiError | undefined }): JSX.Element | null {
  if (problem === undefined) return null;
  return (
    <p class="problem-note" role="alert">
      <StatusMark status="error" />
      <span>
        {problem.fact}. <span class="quiet">To mend it: {problem.fix}.</span> <code class="quiet">{problem.code}</code>
      </span>
    </p>
  );
}
