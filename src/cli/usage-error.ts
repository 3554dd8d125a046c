/** Wrong use of the command: told in a line, without a stack, and with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
