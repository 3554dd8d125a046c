/**
 * The abort signal of the `ai` SDK's call that is under way here. Where it is aborted, the SDK drops its spans without an end; it
 * tells the signal at the beginning of every step, and nothing else connects a step with its span than where both happen.
 */
import { context, createContextKey, type Context } from '@opentelemetry/api';
import type { AiCompletion } from '../ai-completion.js';

interface Call {
  signal?: AbortSignal | undefined;
}

const CALL = createContextKey('nestjs-observability call of the ai SDK');

/** Where a call of the SDK begins. */
export function withCall(ambient: Context): Context {
  const call: Call = {};
  return ambient.setValue(CALL, call);
}

export function noteSignal({ abortSignal }: { readonly abortSignal?: AbortSignal | undefined }): void {
  const call = callHere();
  if (call !== undefined) call.signal = abortSignal;
}

/** Returns the undo. */
export function cancelWithCall(completion: AiCompletion): () => void {
  const signal = callHere()?.signal;
  const cancel = (): void => {
    if (!completion.isEnded) completion.cancel();
  };
  signal?.addEventListener('abort', cancel, { once: true });
  return () => signal?.removeEventListener('abort', cancel);
}

function callHere(): Call | undefined {
  return context.active().getValue(CALL) as Call | undefined;
}
