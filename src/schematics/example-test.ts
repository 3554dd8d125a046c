/** The text of the example's test, in the application's quotes, indentation and line ends. */
import type { CallableMethod } from './service-method.js';
import { SourceFile } from './source-file.js';

interface ExampleTest {
  readonly method: CallableMethod;
  /** Where the test imports the service from. */
  readonly from: string;
  readonly runner: 'jest' | 'vitest';
  /** Whose style it follows. */
  readonly like: SourceFile;
}

export function exampleTest(path: string, { method, from, runner, like }: ExampleTest): SourceFile {
  const lines = [...imports(method, from, runner), '', ...body(method)];
  const styled = lines.map((line) =>
    line.replace(/^ +/, (blank) => like.indentation.repeat(blank.length / 2)).replaceAll("'", like.quote),
  );
  return new SourceFile(path, styled.join(like.lineEnd) + like.lineEnd);
}

function imports({ className }: CallableMethod, from: string, runner: ExampleTest['runner']): string[] {
  return [
    `import { Test, TestingModule } from '@nestjs/testing';`,
    `import { MetricsService } from 'nestjs-observability';`,
    `import {`,
    `  ObservabilityTestingModule,`,
    `  TelemetryRecorder,`,
    `} from 'nestjs-observability/testing';`,
    // Jest has them as globals, Vitest only where it is told to.
    ...(runner === 'vitest' ? [`import { afterAll, beforeAll, describe, expect, it } from 'vitest';`] : []),
    `import { ${className} } from '${from}';`,
  ];
}

/** In lines as Prettier leaves them. */
function body({ className, name, isAsync }: CallableMethod): string[] {
  return [
    `describe('${className}, observed', () => {`,
    `  let testing: TestingModule;`,
    ``,
    `  beforeAll(async () => {`,
    `    testing = await Test.createTestingModule({`,
    `      imports: [ObservabilityTestingModule.forRoot()],`,
    `      providers: [${className}],`,
    `    }).compile();`,
    `    await testing.init();`,
    `  });`,
    ``,
    `  afterAll(() => testing.close());`,
    ``,
    `  it('traces and counts ${name}', async () => {`,
    `    ${isAsync ? 'await ' : ''}testing.get(${className}).${name}();`,
    ``,
    `    const recorder = testing.get(TelemetryRecorder);`,
    `    await recorder.waitFor({ span: '${className}.${name}' });`,
    `    const labels = { method: '${name}', outcome: 'ok' };`,
    `    const metrics = testing.get(MetricsService);`,
    `    expect(metrics.read('method_calls_total', labels)).toBe(1);`,
    `  });`,
    `});`,
  ];
}
