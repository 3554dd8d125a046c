import { registryConfig } from '../../../../test/support/registry-config.js';
import { mainApplication, tellThreads } from './main-application.js';

const config = registryConfig({ prefix: 'shop', defaultLabels: { zone: 'a' }, idleSeriesMs: 5 });

describe('tellThreads', () => {
  it('tells threads the key, the limits and the times of the application, and none of its tokens', () => {
    const secret = { ...config, endpoint: { token: 'secret' } };

    const undo = tellThreads('1', secret, 500);

    expect(mainApplication()).toEqual({ key: '1', config, handOverIntervalMs: 500 });
    undo();
    expect(mainApplication()).toBeUndefined();
  });

  it('keeps idle series where nothing else is said', () => {
    const undo = tellThreads('1', registryConfig(), 500);

    expect(mainApplication()?.config.idleSeriesMs).toBe(0);
    undo();
  });

  it('leaves what a newer application has told them', () => {
    const undoOlder = tellThreads('1', config, 500);
    const undoNewer = tellThreads('2', config, 700);

    undoOlder();

    expect(mainApplication()).toMatchObject({ key: '2', handOverIntervalMs: 700 });
    undoNewer();
    expect(mainApplication()).toBeUndefined();
  });
});
