/**
 * Room on the stack for frames of ours. Of an error's stack V8 keeps the ten innermost frames (`Error.stackTraceLimit`), and these
 * are the application's: while an observed method runs, the limit is higher by the frames that observing it puts there.
 */

/** Of one call that becomes an operation; one that does not has fewer. */
const FRAMES_OF_A_CALL = 3;

/** A deep recursion through observed methods must not make errors whose stacks are as deep. */
const MAX_LIMIT = 100;

/** @returns the limit as it was, for `leaveStackAsItWas` */
export function makeRoomOnStack(): number {
  const limit = Error.stackTraceLimit;
  // Who has switched stacks off, or made the limit no number, wants it so.
  if (limit > 0 && limit < MAX_LIMIT) setLimit(limit + FRAMES_OF_A_CALL);
  return limit;
}

/** A limit that the application has set in the meantime stays. */
export function leaveStackAsItWas(limit: number): void {
  if (Error.stackTraceLimit === limit + FRAMES_OF_A_CALL) setLimit(limit);
}

function setLimit(limit: number): void {
  try {
    Error.stackTraceLimit = limit;
  } catch {
    // A frozen `Error` (hardened JavaScript) keeps the limit that it has.
  }
}
