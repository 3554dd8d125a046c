import { noMeter, OperationPipeline } from '../kernel/index.js';
import type { NestApplication } from './nest-application.js';
import type { NestSource } from './nest-source.js';
import { SourceOnDemand } from './source-on-demand.js';

const application = {} as NestApplication;
const pipeline = new OperationPipeline({ handlers: [] });

function setUp() {
  const source = {
    name: 'orders',
    conventions: [],
    attach: jest.fn(),
    detach: jest.fn(),
    observeClasses: jest.fn(),
  } satisfies NestSource;
  const load = jest.fn(() => source);
  return { source, load, onDemand: new SourceOnDemand('orders', () => true, load) };
}

describe('A source on demand', () => {
  it('is not loaded by the question whether it is used', () => {
    const { onDemand, load } = setUp();

    expect(onDemand.isUsedBy(application)).toBe(true);
    expect(load).not.toHaveBeenCalled();
  });

  it('is loaded once, and does what the source does', () => {
    const { onDemand, load, source } = setUp();

    expect(onDemand.conventions).toBe(source.conventions);
    onDemand.observeClasses(application);
    onDemand.attach(pipeline, noMeter);
    onDemand.observeInstances(application);
    onDemand.detach();

    expect(load).toHaveBeenCalledTimes(1);
    expect(source.observeClasses).toHaveBeenCalledWith(application);
    expect(source.attach).toHaveBeenCalledWith(pipeline, noMeter);
    expect(source.detach).toHaveBeenCalledTimes(1);
  });
});
