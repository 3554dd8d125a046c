/** What applications log, throw and send: texts with secrets in all notations, and texts without any. */

/** Nothing in these is a secret, though some looks like one. */
export const harmless: readonly string[] = [
  'GET /orders/42 200 12.3 ms - 512',
  'Nest application successfully started on port 3000',
  'Order 7f9c24e8-3b1a-4c2b-9f53-2c4e1d7a9b10 was paid after 3 retries',
  'Unexpected token < in JSON at position 0',
  'The password is required and must be longer than 8 characters',
  '{"level":"info","orderId":1234567890123,"maxTokens":4096,"tokens":{"prompt":12,"completion":40}}',
  'SELECT "User"."id", "User"."name" FROM "users" AS "User" WHERE "User"."id" = $1',
  'at OrdersService.find (/app/dist/orders/orders.service.js:42:17)',
  'hasPassword=true token=null nextPageToken=undefined',
  'took 1667051524123 ms since 2026-11-22T04:15:59.000Z, trace 4bf92f3577b34da6a3ce929d0e0e4736',
  'basic authentication is not supported',
  'cache key user:42:profile expired, id 4111111111111112 stays',
  'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'déjà vu 漢字 😀 — “quoted” …',
];

export const telling: readonly string[] = [
  'POST /login {"username":"alice","password":"hunter2hunter2","remember":true}',
  'Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U',
  'Cookie: sid=s%3Aabc123.def; theme=dark\r\nX-Api-Key: 0123456789abcdef\r\nHost: shop.example',
  'connect postgres://shop:s3cr3t%40pw@db-1:5432/shop?sslmode=require&sslpassword=abc',
  'Server=db;Database=shop;User Id=sa;Password=p@ss word;Encrypt=true',
  'curl -u alice:s3cr3tpw -H "X-Auth-Token: 8c1f0d2e" https://api.shop.example/v1?access_token=abcdefgh&page=2',
  'AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  '{"event":"{\\"user\\":{\\"password\\":\\"abc\\\\\\"def\\"},\\"card\\":4111111111111111}"}',
  '-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA1c7+9z5Pad7OejecsQ0bu3aozN3tihPmljnnudb9G3HECdnH\n-----END RSA PRIVATE KEY-----',
  '<soap:password type="text">abc</soap:password><token>def</token>',
  'ALTER USER shop IDENTIFIED BY "hunter2"; paid with 4111 1111 1111 1111 (exp 12/29, cvv: 123)',
  'user[password]=abc&user%5Btoken%5D=def&csrf_token=ghi&name=bob',
  "the passphrase is correct horse battery staple. Your token is 8c1f0d2e9b; PASSWORD 'abc' --api-key xyz123",
  'GITHUB_TOKEN=ghp_16C7e42F292c6912E7710c838347Ae178B4a sk-proj-abcdefghijklmnopqrstuv xoxb-123456789012-abcdefghijkl',
  'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX failed',
  "secrets: [{ name: 'authorization', value: 'abc' }], token => 'def', otp := 123456",
];
