import { statementOf } from './sql-statement.js';

it.each([
  ['SELECT * FROM orders WHERE id = 1', 'SELECT orders'],
  ['  /* hi */ select a from "Order" o', 'SELECT Order'],
  ['SELECT a FROM shop.orders, b', 'SELECT shop.orders'],
  ['SELECT 1', 'SELECT'],
  ['SELECT (SELECT 1 FROM inner_table) FROM outer_table', 'SELECT inner_table'],
  ['SELECT * FROM (SELECT 1) x JOIN lines', 'SELECT lines'],
  ["INSERT INTO orders (a) VALUES ('x')", 'INSERT orders'],
  ['UPDATE ONLY orders SET a = 1', 'UPDATE orders'],
  ['DELETE FROM orders', 'DELETE orders'],
  ['CREATE TABLE IF NOT EXISTS orders (id int)', 'CREATE orders'],
  ['WITH a AS (SELECT * FROM b) UPDATE c SET d = 1', 'UPDATE c'],
  ['WITH a AS (SELECT 1) SELECT * FROM a', 'SELECT a'],
  ['BEGIN; SELECT * FROM t', 'BEGIN'],
  ['CALL refresh_all(1)', 'CALL refresh_all'],
  ['secret-word FROM t', '_OTHER'],
  ["'", '_OTHER'],
  ['', '_OTHER'],
])('names %s', (text, name) => {
  expect(statementOf(text, 'postgresql').name).toBe(name);
});

it('reads a text once, and of many different ones keeps no memory', () => {
  const first = statementOf('SELECT 1 FROM kept', 'mysql');

  expect(statementOf('SELECT 1 FROM kept', 'mysql')).toBe(first);
  for (let index = 0; index < 300; index++) statementOf(`SELECT ${index}`, 'mysql');
  expect(statementOf('SELECT 1 FROM kept', 'mysql')).not.toBe(first);
});

it('has one list of labels per operation, for all who share it', () => {
  expect(statementOf('SELECT 1 FROM a', 'mysql').labels).toBe(statementOf('SELECT 2 FROM b', 'postgresql').labels);
});
