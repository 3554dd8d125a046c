import { readableSql } from './sql-layout.js';

describe('a statement in readable lines', () => {
  it('begins one for each clause, and indents conditions', () => {
    const text = `select o.id, count(*) as n from orders o left join items i on i.order_id = o.id where o.state = ? and o.at between ? and ? group by o.id order by n desc limit 10`;

    expect(readableSql(text)).toBe(
      [
        'select o.id, count(*) as n',
        'from orders o',
        'left join items i on i.order_id = o.id',
        'where o.state = ?',
        '  and o.at between ? and ?',
        'group by o.id',
        'order by n desc',
        'limit 10',
      ].join('\n'),
    );
  });

  it('indents a nested select, and leaves lists and arguments on their line', () => {
    const text = `SELECT coalesce(a, extract(epoch from b)) FROM t WHERE id IN (SELECT id FROM u WHERE x IN (1, 2)) OR y`;

    expect(readableSql(text)).toBe(
      [
        'SELECT coalesce(a, extract(epoch from b))',
        'FROM t',
        'WHERE id IN (',
        '    SELECT id',
        '    FROM u',
        '    WHERE x IN (1, 2)',
        '  )',
        '  OR y',
      ].join('\n'),
    );
  });

  it('changes nothing within strings, names and comments', () => {
    const text = `/* from  where */ insert into "from  t" values ('select  a and b', 'it''s  or')`;

    expect(readableSql(text)).toBe(`/* from  where */\ninsert into "from  t"\nvalues ('select  a and b', 'it''s  or')`);
  });

  it('leaves what is no SQL as it is', () => {
    expect(readableSql(' SET key value ')).toBe('SET key value');
    expect(readableSql('{"find":"orders","filter":{"a":1}}')).toBe('{"find":"orders","filter":{"a":1}}');
  });
});
