import { ObservabilityError } from '../kernel/index.js';
import { mayBeLoaded, requirePeer } from './optional-peer.js';

function caughtFrom(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe('requirePeer', () => {
  it('gives the exports of a package that is installed', () => {
    const path = requirePeer<{ join: (...parts: string[]) => string }>('node:path', 'A test');

    expect(path.join('a', 'b')).toMatch(/^a.b$/);
  });

  it.each([
    ['not-installed', 'not-installed'],
    ['@acme/not-installed/part', '@acme/not-installed'],
    ['not-installed/part', 'not-installed'],
  ])('tells how to install %s', (name, installed) => {
    const error = caughtFrom(() => requirePeer(name, 'A YAML configuration file'));

    expect(error).toBeInstanceOf(ObservabilityError);
    expect((error as Error).message).toBe(
      `OBS_ERR_PEER_MISSING  A YAML configuration file needs the package ${name}, which is not installed. Fix: npm install ${installed}.`,
    );
  });

  it('lets through what an installed package throws while it loads', () => {
    jest.doMock(
      'broken-package',
      () => {
        throw new TypeError('broken');
      },
      { virtual: true },
    );

    const error = caughtFrom(() => requirePeer('broken-package', 'A test'));

    expect(error).toEqual(new TypeError('broken'));
  });
});

describe('mayBeLoaded', () => {
  it('is true from when somebody has loaded the package', () => {
    expect(mayBeLoaded('yaml')).toBe(false);

    requirePeer('yaml', 'A test');

    expect(mayBeLoaded('yaml')).toBe(true);
  });

  it('is false for a package that is not installed', () => {
    expect(mayBeLoaded('not-installed')).toBe(false);
  });
});
