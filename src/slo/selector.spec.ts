import { toObjective } from '../config/index.js';
import { selects, selectsAny, withRoutes, type KnownRoute } from './selector.js';

const routes: readonly KnownRoute[] = [
  { method: 'GET', template: '/orders', handler: 'OrdersController.list' },
  { method: 'POST', template: '/orders', handler: 'OrdersController.create' },
  { method: 'GET', template: '/orders/:id', handler: 'OrdersController.find' },
  { method: 'GET', template: '/v1/orders/:id', handler: 'OrdersController.find' },
  { method: 'ALL', template: '/hooks', handler: 'HooksController.take' },
];

describe('a selector', () => {
  it('without parts selects every request, also those that no route answers', () => {
    expect(selects({}, 'GET', '_UNMATCHED', routes)).toBe(true);
  });

  it('selects what fits all of its parts', () => {
    const selector = { routes: ['/orders'], methods: ['POST'] };

    expect(selects(selector, 'POST', '/orders', routes)).toBe(true);
    expect(selects(selector, 'GET', '/orders', routes)).toBe(false);
    expect(selects(selector, 'POST', '/hooks', routes)).toBe(false);
  });

  it('knows handlers by the routes that lead to them, HEAD with GET', () => {
    const selector = { handlers: ['OrdersController.find', 'HooksController.take'] };
    const asked = ['GET /orders/:id', 'HEAD /v1/orders/:id', 'PUT /hooks', 'GET /orders', 'POST /orders/:id'];

    const selected = asked.filter((request) => {
      const [method, template] = request.split(' ') as [string, string];
      return selects(selector, method, template, routes);
    });

    expect(selected).toEqual(['GET /orders/:id', 'HEAD /v1/orders/:id', 'PUT /hooks']);
  });

  it('says when nothing of the application can be meant', () => {
    expect(selectsAny({}, [])).toBe(true);
    expect(selectsAny({ handlers: ['OrdersController.create'] }, routes)).toBe(true);
    expect(selectsAny({ routes: ['/hooks'], methods: ['PUT'] }, routes)).toBe(true);
    expect(selectsAny({ handlers: ['OrdersController.remove'] }, routes)).toBe(false);
    expect(selectsAny({ routes: ['/orders'], methods: ['DELETE'] }, routes)).toBe(false);
  });
});

describe('an objective for handlers', () => {
  const objectiveFor = (handler: string) =>
    toObjective({ name: 'orders', objective: 0.999, selector: { handlers: [handler] } });

  it('also tells their routes and verbs, for queries over metrics that have no handler', () => {
    expect(withRoutes(objectiveFor('OrdersController.find'), routes).selector).toEqual({
      handlers: ['OrdersController.find'],
      routes: ['/orders/:id', '/v1/orders/:id'],
      methods: ['GET', 'HEAD'],
    });
    expect(withRoutes(objectiveFor('HooksController.take'), routes).selector).toEqual({
      handlers: ['HooksController.take'],
      routes: ['/hooks'],
    });
  });

  it('stays as it is where no route is known', () => {
    const objective = objectiveFor('OrdersController.remove');

    expect(withRoutes(objective, routes)).toBe(objective);
  });
});
