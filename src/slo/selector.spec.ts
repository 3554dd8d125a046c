import { toObjective } from '../config/index.js';
import type { ObjectiveSelector } from './objective.js';
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
    expect(selectsAny({ routes: ['/hooks'] }, routes)).toBe(true);
    expect(selectsAny({ routes: ['/orders'], methods: ['HEAD'] }, routes)).toBe(true);
    expect(selectsAny({ handlers: ['OrdersController.remove'] }, routes)).toBe(false);
    expect(selectsAny({ routes: ['/orders'], methods: ['DELETE'] }, routes)).toBe(false);
  });
});

describe('an objective for handlers', () => {
  const objectiveOver = (selector: ObjectiveSelector) => toObjective({ name: 'orders', objective: 0.999, selector });
  const objectiveFor = (handler: string) => objectiveOver({ handlers: [handler] });

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
    expect(withRoutes(objectiveFor('OrdersController.create'), routes).selector).toEqual({
      handlers: ['OrdersController.create'],
      routes: ['/orders'],
      methods: ['POST'],
    });
  });

  it('keeps to the routes and verbs that it names itself', () => {
    const selector = { handlers: ['OrdersController.find'], routes: ['/orders/:id'], methods: ['GET'] };

    expect(withRoutes(objectiveOver(selector), routes).selector).toEqual(selector);
  });

  it('names no verb where one of its routes takes any', () => {
    const handlers = ['OrdersController.find', 'HooksController.take'];

    expect(withRoutes(objectiveOver({ handlers }), routes).selector).toEqual({
      handlers,
      routes: ['/orders/:id', '/v1/orders/:id', '/hooks'],
    });
  });

  it('stays as it is where no route is known', () => {
    const objective = objectiveFor('OrdersController.remove');

    expect(withRoutes(objective, routes)).toBe(objective);
  });
});

it('an objective for routes stays as it is', () => {
  const objective = toObjective({ name: 'orders', objective: 0.999, selector: { routes: ['/orders'] } });

  expect(withRoutes(objective, routes)).toBe(objective);
});
