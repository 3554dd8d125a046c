/** Whether PostgreSQL refused a row because there is one like it: SQLSTATE 23505, behind what drizzle wraps around it. */
const UNIQUE_VIOLATION = '23505';

export function isDuplicate(error: unknown): boolean {
  for (let here = error; here instanceof Error; here = here.cause)
    if ((here as { code?: unknown }).code === UNIQUE_VIOLATION) return true;
  return false;
}
