import { Logger } from '@nestjs/common';
import { EventEmitter } from 'node:events';
import { filesOf } from './class-files.js';

class Mine {
  method(): void {}
}

describe('the files of classes', () => {
  it('are told by the engine, for classes of the application, of packages and of Node', () => {
    const files = filesOf([Mine, Logger, EventEmitter, Map])!;

    expect(files.get(Mine)).toBe(__filename);
    expect(files.get(Logger)).toMatch(/[\\/]node_modules[\\/]@nestjs[\\/]common[\\/]/);
    expect(files.get(EventEmitter)).toBe('node:events');
    expect(files.has(Map)).toBe(false);
  });

  it('are asked for without leaving anything behind', () => {
    const inspector = require('node:inspector') as object;
    const before = Reflect.ownKeys(inspector);
    filesOf([Mine]);

    expect(Reflect.ownKeys(inspector)).toEqual(before);
  });

  it('stay unknown where Node refuses its inspector', () => {
    jest.isolateModules(() => {
      jest.doMock('node:inspector', () => {
        throw new Error('access to this API has been restricted');
      });
      const { filesOf: filesWithout } = require('./class-files.js') as { filesOf: typeof filesOf };

      expect(filesWithout([Mine])).toBeUndefined();
    });
    jest.dontMock('node:inspector');
  });
});
