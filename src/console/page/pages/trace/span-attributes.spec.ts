import { shownAttributes, statementOf } from './span-attributes.js';
import { spanOf } from './span-detail.fixture.js';

describe('attributes as text', () => {
  it('stand by name, and the statement apart', () => {
    const attributes = { 'user.id': 42, 'db.query.text': 'SELECT 1', 'app.tags': ['a', 'b'], 'app.vip': true };
    const span = spanOf('query', null, { attributes });

    expect(shownAttributes(span)).toEqual([
      ['app.tags', '["a","b"]'],
      ['app.vip', 'true'],
      ['user.id', '42'],
    ]);
    expect(statementOf(span)).toBe('SELECT 1');
    expect(statementOf(spanOf('other'))).toBeUndefined();
  });
});
