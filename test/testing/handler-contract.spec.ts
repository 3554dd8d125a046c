/** The contract of handlers, tried: a handler that holds it passes, and each defect is caught by the test that is there for it. */
import type { Operation, OperationHandler } from 'nestjs-observability';
import { describeHandler, type HandlerSubject } from 'nestjs-observability/testing';
import { runSuite } from './run-suite.js';

/** Counts requests, flushes now and then, and lets go of everything. */
class Requests implements OperationHandler {
  readonly name = 'requests';
  count = 0;
  private readonly timer = setInterval(() => undefined, 1000).unref();

  handles(kind: string): boolean {
    return kind === 'http.server';
  }

  end(_operation: Operation): void {
    this.count++;
  }

  close(): void {
    clearInterval(this.timer);
  }
}

type Defect = (handler: Requests, subject: HandlerSubject) => Partial<HandlerSubject> | void;

const shared = { count: 0 };

const run = (defect: Defect = () => undefined, maxKeptBytes?: number) =>
  runSuite((functions) =>
    describeHandler(
      'requests',
      {
        create: () => {
          const handler = new Requests();
          const subject: HandlerSubject = { handler, told: () => handler.count, close: () => handler.close() };
          return { ...subject, ...defect(handler, subject) };
        },
        ...(maxKeptBytes !== undefined && { maxKeptBytes }),
      },
      functions,
    ),
  );

const FAILURE = 'throws nothing, whatever the work, its end and its error';
const CALLS = 'throws nothing about calls of methods';
const KINDS = 'says of each kind whether it concerns it, and always the same';
const PROMISE = 'gives back no promise: nobody waits for it';
const UNTOUCHED = 'leaves the operation as it was';
const ONCE = 'tells of each operation once, and of one that is discarded never';
const APART = 'shares nothing with another of its make';
const QUICK = 'takes less than 1 ms for an operation';
const MEMORY = 'keeps no more than 2097152 bytes of what is over';
const CLOSE = 'closes twice, bears what comes later, and leaves no timer';

const kept: string[] = [];

/** Each with the tests that have to notice. */
const defects: Readonly<Record<string, { readonly plant: Defect; readonly caughtBy: readonly string[] }>> = {
  'throws at the end': {
    plant: (handler) => {
      handler.end = () => {
        throw new Error('backend away');
      };
    },
    caughtBy: [FAILURE, PROMISE, ONCE, CLOSE],
  },
  'reads a message that may not be there': {
    plant: (handler) => {
      handler.end = ({ error, outcome }) => {
        handler.count += outcome === 'error' ? (error as Error).message.length : 1;
      };
    },
    caughtBy: [FAILURE],
  },
  'throws in what it binds to a method': {
    plant: (handler: OperationHandler) => {
      handler.bind = () => ({
        readsClock: false,
        readsCall: true,
        end: (_outcome, _durationMs, error) => {
          if (error !== undefined) throw new Error('no errors, please');
        },
      });
    },
    caughtBy: [CALLS],
  },
  'throws when it is asked whether it wants a method': {
    plant: (handler: OperationHandler) => {
      handler.wants = () => {
        throw new Error('do not ask');
      };
      handler.handles = (kind) => kind === 'method';
    },
    caughtBy: [CALLS],
  },
  'is concerned by turns': {
    plant: (handler) => {
      let turn = 0;
      handler.handles = () => turn++ % 7 === 0;
    },
    caughtBy: [KINDS],
  },
  'answers with something else than a boolean': {
    plant: (handler) => {
      handler.handles = (kind) => (kind === 'http.server' ? 'yes' : undefined) as never;
    },
    caughtBy: [KINDS],
  },
  'is asynchronous': {
    plant: (handler) => {
      handler.end = async () => {
        handler.count++;
      };
    },
    caughtBy: [PROMISE],
  },
  'renames the operation': {
    plant: (handler: OperationHandler) => {
      handler.start = (operation) => {
        operation.name = 'mine';
      };
      handler.event = (operation) => {
        operation.labels.push('mine');
      };
    },
    caughtBy: [UNTOUCHED],
  },
  'ends the operation itself': {
    plant: (handler: OperationHandler) => {
      handler.event = (operation) => operation.pipeline.end(operation, { outcome: 'ok' });
    },
    caughtBy: [UNTOUCHED],
  },
  'swallows errors': {
    plant: (handler) => {
      handler.end = (operation) => {
        handler.count++;
        operation.outcome = 'ok';
      };
    },
    caughtBy: [UNTOUCHED],
  },
  'tells of what is discarded': {
    plant: (handler: Requests & OperationHandler) => {
      handler.discard = () => void handler.count++;
    },
    caughtBy: [ONCE],
  },
  'tells twice, of the start and of the end': {
    plant: (handler: Requests & OperationHandler) => {
      handler.start = () => void handler.count++;
    },
    caughtBy: [ONCE],
  },
  'tells nobody': {
    plant: (handler) => {
      handler.end = () => undefined;
    },
    caughtBy: [ONCE],
  },
  'counts in one place for all': {
    plant: (handler) => {
      handler.end = () => void shared.count++;
      return { told: () => shared.count };
    },
    caughtBy: [APART],
  },
  'blocks for each operation': {
    plant: (handler) => {
      handler.end = () => {
        handler.count++;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
      };
    },
    caughtBy: [QUICK],
  },
  'keeps every operation': {
    plant: (handler) => {
      const all: Operation[] = [];
      handler.end = (operation) => {
        handler.count++;
        all.push(operation);
      };
    },
    caughtBy: [MEMORY],
  },
  'forgets to forget what it told': {
    plant: (handler) => {
      handler.end = (operation) => {
        handler.count++;
        kept.push(JSON.stringify(operation.attributes));
      };
    },
    caughtBy: [MEMORY],
  },
  'leaves a timer': { plant: () => ({ close: () => undefined }), caughtBy: [CLOSE] },
  'sets a timer for an operation, and forgets it': {
    plant: (handler) => {
      handler.end = () => {
        handler.count++;
        setTimeout(() => undefined, 60_000).unref();
      };
    },
    caughtBy: [CLOSE],
  },
  'closes once only': {
    plant: (handler) => {
      let isClosed = false;
      return {
        close: async () => {
          handler.close();
          if (isClosed) throw new Error('closed already');
          isClosed = true;
        },
      };
    },
    caughtBy: [CLOSE],
  },
  'does not bear what comes after its end': {
    plant: (handler) => {
      let isClosed = false;
      handler.end = () => {
        if (isClosed) throw new Error('closed');
        handler.count++;
      };
      return {
        close: () => {
          handler.close();
          isClosed = true;
        },
      };
    },
    caughtBy: [CLOSE],
  },
};

describe('The contract of handlers', () => {
  it('is held by a handler that does no harm', async () => {
    const { passed, failed } = await run();

    expect(failed).toEqual({});
    expect(passed).toHaveLength(10);
  });

  it.each(Object.entries(defects))('notices one that %s', async (_name, { plant, caughtBy }) => {
    // Measuring takes its time.
    const { failed } = await run(plant, caughtBy.includes(MEMORY) ? undefined : Infinity);

    expect(Object.keys(failed).toSorted()).toEqual([...caughtBy].toSorted());
  });

  it('says where the functions of the test runner come from', () => {
    expect(() => describeHandler('x', { create: () => ({ handler: new Requests() }) }, {} as never)).toThrow(
      'Contract suites need describe, it, beforeEach and afterEach.',
    );
  });
});
