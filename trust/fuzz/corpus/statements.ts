/** SQL as drivers, ORMs and people write it. */
export const statements: readonly string[] = [
  "SELECT id, name FROM users WHERE email = 'alice@shop.example' AND age > 41.5 LIMIT 10 OFFSET 20",
  'SELECT "User"."id" FROM "users" AS "User" WHERE "User"."deletedAt" IS NULL AND ("User"."name" LIKE \'O\'\'Neil%\')',
  "INSERT INTO orders (id, note, total) VALUES ($1, $2, $3), (DEFAULT, 'two', -2.50e3) RETURNING *",
  'UPDATE `cart` SET `items` = `items` + 1, note = "it\\"s" WHERE id IN (1, 2, 3) # last change',
  "SELECT * FROM t WHERE a = $tag$ it's $1 $tag$ AND b = E'line\\nfeed\\'s' AND c = U&'d\\0061t\\+000061'",
  "WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x+1 FROM n WHERE x < 100) SELECT sum(x) FROM n; -- it's done",
  "/* app:shop,route:/orders */ SELECT data->>'name', tags @> ARRAY['a','b']::text[] FROM doc WHERE data @? '$.a[*] ? (@ > 2)'",
  "CREATE USER shop IDENTIFIED BY 'hunter2'; SET @pin := 1234; SELECT @@global.max_connections, :named, ?",
  "SELECT 0x1F, 1_000, 1.e5, .5, X'1FF', b'01', _utf8mb4'text', N'national', DATE '2026-11-22', interval '1 day'",
  "COPY t (a, b) FROM STDIN; SELECT 'a' 'b'\n'c', 5--3, 5 -- 3\n/* outer /* inner */ still */ FROM dual",
  "CALL pay('4111111111111111', JSON_OBJECT('cvv', 123)); DO $$ BEGIN RAISE NOTICE 'x'; END $$",
];
