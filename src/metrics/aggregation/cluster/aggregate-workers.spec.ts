import {
  CountingProcess,
  endClusterRole,
  playClusterRole,
  workerRole,
  WorkerStandIn,
} from '../../../../test/support/counting-process.js';
import { messageOf } from '../talking/peer.js';
import { aggregateWorkers } from './aggregate-workers.js';
import { clusterRoot } from './cluster-primary.js';

afterEach(() => endClusterRole());

describe('aggregateWorkers', () => {
  it('admits workers until what it returned is called', () => {
    const body = new CountingProcess().introduction();

    const end = aggregateWorkers();
    new WorkerStandIn(1).tellPrimary(messageOf('1', 'member', { what: 'introduction', body }));
    expect(clusterRoot('1')!.gathering.members.size).toBe(1);
    end();

    expect(clusterRoot('1')).toBeUndefined();
  });

  it.each([
    [workerRole(3), 'a call in worker 3'],
    [{ isPrimary: false }, 'a call in worker undefined'],
  ])('says where it belongs when it is called in a worker (%#)', (role, got) => {
    playClusterRole(role);
    const fact = 'aggregateWorkers\\(\\) belongs to the primary, which forks the workers';

    expect(() => aggregateWorkers()).toThrow(
      expect.objectContaining({
        code: 'OBS_ERR_CONFIG',
        message: expect.stringMatching(new RegExp(`${fact}.*${got}.*call it where cluster.isPrimary holds`, 's')),
      }),
    );
  });
});
