import { joinedCells, type CallRecorder, type OkCells } from './operation-handler.js';

const recorder = (okCells?: () => OkCells | undefined): CallRecorder => ({
  readsClock: false,
  readsCall: false,
  end: () => undefined,
  ...(okCells !== undefined && { okCells }),
});
const count = { value: 0, isRemoved: false };
const time = { observe: () => undefined, isRemoved: false };

it('the cells of recorders join where each has some and no two add to the same', () => {
  const counting = recorder(() => ({ count }));
  const timing = recorder(() => ({ time }));
  const both = recorder(() => ({ count, time }));

  const joined = [
    [],
    [counting],
    [counting, timing],
    [timing, counting],
    [both],
    [counting, counting],
    [timing, timing],
    [counting, both],
    [timing, both],
    [counting, recorder(() => undefined)],
    [timing, recorder(() => undefined)],
    [recorder(), counting],
  ].map(joinedCells);

  const none = undefined;
  expect(joined).toEqual([
    {},
    { count, time: none },
    { count, time },
    { count, time },
    { count, time },
    ...Array.from({ length: 7 }, () => none),
  ]);
});
