/** Begin, end and removal of profiles, one at a time; what is refused stays on the page until the next attempt. */
import { useState } from 'preact/hooks';
import { ApiError, postJson } from '../../app/api.js';

export type ProfileChange =
  | { readonly action: 'start'; readonly kind: 'cpu' | 'heap'; readonly durationMs: number }
  | { readonly action: 'stop' }
  | { readonly action: 'remove'; readonly id: string };

export interface ProfileChanges {
  readonly problem: ApiError | undefined;
  readonly isBusy: boolean;
  send(change: ProfileChange): Promise<void>;
}

export function useProfileChanges(onDone: () => void): ProfileChanges {
  const [problem, setProblem] = useState<ApiError>();
  const [isBusy, setBusy] = useState(false);
  const send = async (change: ProfileChange): Promise<void> => {
    setBusy(true);
    setProblem(await refusalOf(change));
    setBusy(false);
    onDone();
  };
  return { problem, isBusy, send };
}

async function refusalOf(change: ProfileChange): Promise<ApiError | undefined> {
  try {
    await postJson('profiles', change);
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}
