/** Runs a contract suite outside of the test runner, to see which of its tests fail. */
import type { TestFunctions } from 'nestjs-observability/testing';

export interface SuiteResult {
  readonly passed: readonly string[];
  /** Title → message. */
  readonly failed: Readonly<Record<string, string>>;
}

type Body = () => Promise<void>;

export async function runSuite(declare: (functions: TestFunctions) => void): Promise<SuiteResult> {
  const tests: { readonly title: string; readonly body: Body }[] = [];
  const before: Body[] = [];
  const after: Body[] = [];
  declare({
    describe: (_title, body) => body(),
    it: (title, body) => tests.push({ title, body }),
    beforeEach: (body) => before.push(body),
    afterEach: (body) => after.push(body),
  });
  const passed: string[] = [];
  const failed: Record<string, string> = {};
  for (const { title, body } of tests) {
    const error = await errorOf([...before, body]);
    await errorOf(after);
    if (error === undefined) passed.push(title);
    else failed[title] = error;
  }
  return { passed, failed };
}

async function errorOf(bodies: readonly Body[]): Promise<string | undefined> {
  try {
    for (const body of bodies) await body();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
