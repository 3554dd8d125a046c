import { endClusterRole, playClusterRole, primaryRole, workerRole } from '../../../../test/support/counting-process.js';
import { clusterWorkerId, isClusterPrimary } from './cluster-role.js';

afterEach(() => endClusterRole());

describe('The role in node:cluster', () => {
  it('is that of a primary where the module is loaded', () => {
    playClusterRole(primaryRole);

    expect(isClusterPrimary()).toBe(true);
    expect(clusterWorkerId()).toBeUndefined();
  });

  it('is that of a worker, by its number', () => {
    playClusterRole(workerRole(3));

    expect(isClusterPrimary()).toBe(false);
    expect(clusterWorkerId()).toBe(3);
  });

  it.each([
    ['nobody has loaded the module', ['NativeModule fs']],
    ['Node does not say what is loaded', undefined],
  ])('is none where %s', (_, modules) => {
    playClusterRole({ modules, isPrimary: true, worker: { id: 3 } });

    expect(isClusterPrimary()).toBe(false);
    expect(clusterWorkerId()).toBeUndefined();
  });
});
