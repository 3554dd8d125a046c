import { autoTraceFilter } from './auto-trace.js';

const classes = ['OrdersService', 'OrdersRepository', 'UsersRepository', 'Mailer'];
const covered = (choice: Parameters<typeof autoTraceFilter>[0]) => classes.filter(autoTraceFilter(choice));

describe('the choice of automatically traced classes', () => {
  it('is all or nothing when it is a boolean', () => {
    expect([covered(true), covered(false)]).toEqual([classes, []]);
  });

  it.each([
    ['a name', { include: ['Mailer'] }, ['Mailer']],
    ['an end', { include: ['*Repository'] }, ['OrdersRepository', 'UsersRepository']],
    ['a beginning', { include: ['Orders*'] }, ['OrdersService', 'OrdersRepository']],
    ['a middle', { include: ['*sRepo*'] }, ['OrdersRepository', 'UsersRepository']],
    ['everything', { include: ['*'] }, classes],
    ['nothing', { include: [] }, []],
    ['all but some', { exclude: ['*Repository'] }, ['OrdersService', 'Mailer']],
    ['exclude before include', { include: ['Orders*'], exclude: ['*Service'] }, ['OrdersRepository']],
  ])('takes %s', (_title, choice, expected) => {
    expect(covered(choice)).toEqual(expected);
  });
});
