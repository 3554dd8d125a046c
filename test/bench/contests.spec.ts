import { lostContests } from '../../bench/report/contests.js';
import { byId, figure } from './measured-example.js';

const ours = figure('field.ours-10.express.cpu', 1.3, { unit: '× bare' });

describe('the contests with the field', () => {
  it('are won by who costs less', () => {
    expect(lostContests(byId([ours, figure('field.nestjs-otel-10.express.cpu', 1.6)]))).toEqual([]);
  });

  it('are lost to whoever costs as much or less', () => {
    const rivals = [figure('field.nestjs-otel-10.express.cpu', 1.3), figure('field.observe-10.express.cpu', 1.1)];

    expect(lostContests(byId([ours, ...rivals]))).toEqual([
      'field.ours-10.express.cpu is 1.300, behind field.nestjs-otel-10.express.cpu with 1.300',
      'field.ours-10.express.cpu is 1.300, behind field.observe-10.express.cpu with 1.100',
    ]);
  });

  it('are not held against who does other work, or was not measured', () => {
    expect(lostContests(byId([ours, figure('field.nestjs-otel-100.express.cpu', 1)]))).toEqual([]);
  });
});
