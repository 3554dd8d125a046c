/** Errors of the application's own code, as the command tells them. */

/** The message, and where it happened. */
export function describeFault(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = placeOf(error);
  return place === undefined ? error.message : `${error.message}\n  ${place}`;
}

/** Of a syntax error the first line of its stack; of others the first frame that is not Node's. */
function placeOf(error: Error): string | undefined {
  const lines = error.stack?.split('\n') ?? [];
  if (error instanceof SyntaxError) return lines[0];
  return lines.find((line) => /^\s+at /.test(line) && !line.includes('node:'))?.trim();
}
