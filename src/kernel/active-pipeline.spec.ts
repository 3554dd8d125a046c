import { activate, adopt, deactivate, isUndisputed, pipelineFor } from './active-pipeline.js';
import { ensureContextManager } from './context-manager.js';
import { OperationPipeline } from './operation-pipeline.js';

ensureContextManager();

const recording = { name: 'recording', handles: () => true };
const [first, second, third] = Array.from({ length: 3 }, () => new OperationPipeline({ handlers: [recording] })) as [
  OperationPipeline,
  OperationPipeline,
  OperationPipeline,
];
const madeBy = (pipeline: OperationPipeline): object => {
  const instance = {};
  adopt(instance, pipeline);
  return instance;
};

afterEach(() => [first, second, third].forEach(deactivate));

describe('a call belongs', () => {
  it('to no application while there is none', () => {
    expect([pipelineFor(madeBy(first)), isUndisputed()]).toEqual([undefined, true]);
  });

  it('to the only one, whoever made the object', () => {
    activate(first);

    expect([{}, undefined, madeBy(second)].map(pipelineFor)).toEqual([first, first, first]);
    expect(isUndisputed()).toBe(true);
  });

  it('to the one that made the object, and to the newest where nobody did', () => {
    [first, second, third].forEach(activate);

    expect([madeBy(first), madeBy(second)].map(pipelineFor)).toEqual([first, second]);
    expect([{}, null, undefined, 'text'].map(pipelineFor)).toEqual([third, third, third, third]);
    expect(isUndisputed()).toBe(false);
  });

  it('inside an operation to that of the operation, as long as it lives', () => {
    [first, second, third].forEach(activate);
    const operation = first.start({ kind: 'method', name: 'Shop.sell' });
    const asked = () => first.runIn(operation, () => pipelineFor(madeBy(second)));

    const whileAlive = asked();
    deactivate(first);

    expect([whileAlive, asked()]).toEqual([first, second]);
  });

  it('to those that are left when others have ended', () => {
    [first, second, third].forEach(activate);

    deactivate(third);
    const ofTwo = [madeBy(first), madeBy(second), {}].map(pipelineFor);
    deactivate(second);
    const ofOne = [madeBy(second), {}].map(pipelineFor);

    expect([ofTwo, ofOne]).toEqual([
      [first, second, second],
      [first, first],
    ]);
  });

  it('to nobody after an end, however often it was begun, and an end without beginning ends nothing', () => {
    activate(first);
    activate(first);

    deactivate(second);
    expect(pipelineFor({})).toBe(first);

    deactivate(first);
    expect(pipelineFor({})).toBeUndefined();
  });
});
