/** The contract of sources, tried: a source that holds it passes, and each defect is caught. */
import { OperationPipeline, type Operation, type Outcome } from 'nestjs-observability';
import { describeSource, TelemetryRecorder, type Act, type SourceSubject } from 'nestjs-observability/testing';
import { runSuite } from './run-suite.js';

const OUTCOMES: Readonly<Record<Act, Outcome>> = {
  success: 'ok',
  error: 'error',
  abort: 'canceled',
  timeout: 'error',
};

/** A source of messages, as simple as can be. */
class Messages {
  readonly recorder = new TelemetryRecorder();
  readonly pipeline = new OperationPipeline({ handlers: this.recorder.plugin().handlers! });
  protected readonly open = new Set<Operation>();

  begin(): Operation {
    const operation = this.pipeline.start({ kind: 'websocket.message', name: 'sample' });
    this.open.add(operation);
    return operation;
  }

  end(operation: Operation, outcome: Outcome): void {
    this.pipeline.end(operation, { outcome });
  }

  act(how: Act): void {
    this.end(this.begin(), OUTCOMES[how]);
  }

  close(): void {
    for (const operation of this.open) this.end(operation, 'canceled');
  }
}

const run = (Source: new () => Messages) =>
  runSuite((functions) =>
    describeSource(
      'messages',
      {
        kind: 'websocket.message',
        start: async () => subjectOf(new Source()),
        outcomes: OUTCOMES,
        shutdown: 'canceled',
        timeoutMs: 50,
      },
      functions,
    ),
  );

function subjectOf(source: Messages): SourceSubject {
  return {
    recorder: source.recorder,
    pipeline: source.pipeline,
    act: async (how) => source.act(how),
    begin: async () => {
      source.begin();
      return { release: () => undefined };
    },
    close: async () => source.close(),
  };
}

const SHUTDOWN = 'leaves nothing open at shutdown: what was under way ends as canceled';
const ON: Readonly<Record<Act, string>> = {
  success: 'starts once and ends once as ok on success',
  error: 'starts once and ends once as error on error',
  abort: 'starts once and ends once as canceled on abort',
  timeout: 'starts once and ends once as error on timeout',
};

const defects: Readonly<Record<string, { readonly Source: new () => Messages; readonly caughtBy: readonly string[] }>> =
  {
    'counts everything twice': {
      Source: class extends Messages {
        override act(how: Act): void {
          super.act(how);
          super.act(how);
        }
      },
      caughtBy: Object.values(ON),
    },
    'starts a second time when it fails': {
      Source: class extends Messages {
        override act(how: Act): void {
          super.act(how);
          if (how === 'error') this.begin();
        }
      },
      caughtBy: [ON.error],
    },
    'takes everything for well done': {
      Source: class extends Messages {
        override end(operation: Operation): void {
          super.end(operation, 'ok');
        }
      },
      caughtBy: [ON.error, ON.abort, ON.timeout, SHUTDOWN],
    },
    'never ends what its client gave up': {
      Source: class extends Messages {
        override act(how: Act): void {
          if (how === 'abort') this.begin();
          else super.act(how);
        }
      },
      caughtBy: [ON.abort],
    },
    'leaves open what is under way': {
      Source: class extends Messages {
        override close(): void {}
      },
      caughtBy: [SHUTDOWN],
    },
    'tells another kind': {
      Source: class extends Messages {
        override begin(): Operation {
          return this.pipeline.start({ kind: 'rpc.server', name: 'sample' });
        }
      },
      caughtBy: [...Object.values(ON), SHUTDOWN],
    },
  };

describe('The contract of sources', () => {
  it('is held by a source that does what it should', async () => {
    const { passed, failed } = await run(Messages);

    expect(failed).toEqual({});
    expect(passed).toHaveLength(5);
  });

  it.each(Object.entries(defects))('notices one that %s', async (_name, { Source, caughtBy }) => {
    const { failed } = await run(Source);

    expect(Object.keys(failed).toSorted()).toEqual([...caughtBy].toSorted());
  });
});
