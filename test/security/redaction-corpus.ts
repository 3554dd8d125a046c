/**
 * What has to be hidden, and what must not be: texts as applications write them. All secrets are invented; those that scanners know
 * are put together here, so that nobody takes this file for a leak.
 */

/** Where a secret stands in a sample; the rest of the sample has to stay as it is, unless `leaves` says otherwise. */
export interface Sample {
  readonly what: string;
  readonly text: string;
  /** Must be gone. */
  readonly secret: string;
  /** The whole text afterwards, where it is not the text with its secret replaced. */
  readonly leaves?: string;
}

const made = (...parts: readonly string[]): string => parts.join('');
const LETTERS = 'aB3dE5gH7jK9mN1pQ2sT4vW6yZ8bC0fG';
const HEX = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';
const long = (length: number): string => LETTERS.repeat(4).slice(0, length);
const hex = (length: number): string => HEX.repeat(3).slice(0, length);

export const MARK = '[REDACTED]';
export const JWT = made('eyJhbGciOiJIUzI1NiJ9', '.eyJzdWIiOiIxIn0', '.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk');
const pemLine = (edge: string, kind: string): string => made('-----', edge, ' ', kind, 'PRIVATE', ' KEY-----');
export const PEM = [pemLine('BEGIN', 'RSA '), 'MIIEowIBAAKCAQEA7v+/', 'abc=', pemLine('END', 'RSA ')].join('\n');

/** Alone in a text, and within JSON, a URL and a sentence. */
export const tokens: readonly (readonly [issuer: string, token: string])[] = [
  ['OpenAI', made('sk', '-proj-', long(40))],
  ['Anthropic', made('sk', '-ant-api03-', long(60))],
  ['Stripe', made('sk', '_live_', long(24))],
  ['Stripe, restricted', made('rk', '_test_', long(24))],
  ['Stripe webhooks', made('whsec', '_', long(32))],
  ['GitHub', made('gh', 'p_', long(36))],
  ['GitHub, fine-grained', made('github', '_pat_', long(22), '_', long(59))],
  ['GitLab', made('gl', 'pat-', long(20))],
  ['Slack', made('xo', 'xb-123456789012-', long(24))],
  ['Slack, application', made('xa', 'pp-1-', long(30))],
  ['Google API', made('AI', 'za', long(35))],
  ['Google OAuth', made('ya', '29.', long(40))],
  ['Google client', made('GOC', 'SPX-', long(28))],
  ['Azure', made('abc', '8Q~', long(34))],
  ['npm', made('np', 'm_', long(36))],
  ['PyPI', made('py', 'pi-', long(50))],
  ['RubyGems', made('ruby', 'gems_', hex(48))],
  ['crates.io', made('ci', 'o', long(32))],
  ['Docker', made('dc', 'kr_pat_', long(27))],
  ['SendGrid', made('S', 'G.', long(22), '.', long(43))],
  ['Twilio', made('S', 'K', hex(32))],
  ['Mailgun', made('ke', 'y-', hex(32))],
  ['Mailchimp', made(hex(32), '-us12')],
  ['Hugging Face', made('h', 'f_', long(34))],
  ['Groq', made('gs', 'k_', long(52))],
  ['Replicate', made('r', '8_', long(37))],
  ['Perplexity', made('pp', 'lx-', hex(48))],
  ['xAI', made('xa', 'i-', long(80))],
  ['DigitalOcean', made('do', 'p_v1_', hex(64))],
  ['Shopify', made('sh', 'pat_', hex(32))],
  ['Grafana', made('gl', 'sa_', long(32), '_', hex(8))],
  ['Sentry', made('sn', 'trys_', long(60))],
  ['New Relic', made('NR', 'AK-', 'ABCDEFGH0123456789JKLMNPQRS')],
  ['Vault', made('hv', 's.', long(24))],
  ['Terraform', made(long(14), '.atlas', 'v1.', long(67))],
  ['Databricks', made('da', 'pi', hex(32))],
  ['Supabase', made('sb', 'p_', hex(40))],
  ['PlanetScale', made('ps', 'cale_tkn_', long(43))],
  ['Linear', made('lin', '_api_', long(40))],
  ['Notion', made('nt', 'n_', long(46))],
  ['Airtable', made('pa', 't', long(14), '.', hex(64))],
  ['Atlassian', made('ATA', 'TT3', long(60), '=1A2B3C4D')],
  ['Square', made('sq', '0atp-', long(22))],
  ['Postman', made('PM', 'AK-', hex(24), '-', hex(34))],
  ['Figma', made('fi', 'gd_', long(40))],
  ['Telegram', made('123456789', ':AA', long(33))],
  ['age', made('AGE-SEC', 'RET-KEY-1', 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3JN54KHCE')],
  ['JWT', JWT],
  ['JWE', made('eyJhbGciOiJkaXIifQ', '..', long(16), '.', long(30), '.', long(22))],
  ['AWS access key', made('AK', 'IAIOSFODNN7EXAMPLE')],
  ['AWS temporary key', made('AS', 'IAIOSFODNN7EXAMPLE')],
];

export const secrets: readonly Sample[] = [
  // Connection strings
  sample('a DSN', 'postgres://shop:hunter2@db:5432/shop failed', 'shop:hunter2'),
  sample('several hosts', 'mongodb+srv://root:hunter2@a.db:27017,b.db:27017/shop?replicaSet=rs', 'root:hunter2'),
  sample('hosts with user info of their own', 'amqps://u:hunter2@a:5671,amqps://u:hunter2@b:5671', 'u:hunter2'),
  sample('a scheme nobody knows', 'weird+scheme://u:hunter2@h', 'u:hunter2'),
  sample('@ in the password', 'amqp://u:hun@ter2@mq/v', 'u:hun@ter2'),
  sample('/ in the password', 'redis://u:hun/ter/2@cache:6379', 'u:hun/ter/2'),
  sample('no user name', 'redis://:hunter2@cache:6379/0', ':hunter2'),
  sample('a token as user info', 'cloned https://hunter2hunter2@github.com/a/b', 'hunter2hunter2'),
  sample('escaped slashes', String.raw`{"dsn":"mysql:\/\/u:hunter2@h\/db"}`, 'u:hunter2'),
  sample('JDBC of Oracle', 'jdbc:oracle:thin:scott/hunter2@db:1521:orcl', 'scott/hunter2'),
  sample('JDBC with parameters', 'jdbc:postgresql://h/db?user=a&password=hunter2&ssl=true', 'hunter2'),
  sample("Go's drivers", 'root:hunter2@tcp(db:3306)/shop', 'root:hunter2'),
  sample('ADO.NET', 'Server=db;User Id=sa;Password=hunter2 & more;Encrypt=true', 'hunter2 & more'),
  sample('Azure storage', 'AccountName=a;AccountKey=aHVudGVyMg==;EndpointSuffix=core', 'aHVudGVyMg=='),
  // By name
  sample('logfmt', 'login user=bob password=hunter2 ok', 'hunter2'),
  sample('a query string', 'GET /cb?access_token=hunter2&x=1', 'hunter2'),
  sample('a form', 'user=bob&password=hunter2%21&remember=1', 'hunter2%21'),
  sample('a form with nested names', 'user[name]=bob&user[pwd]=hunter2&x=1', 'hunter2'),
  sample('a form with encoded brackets', 'user%5Bname%5D=bob&user%5Bpwd%5D=hunter2&x=1', 'hunter2'),
  sample('a form within a parameter', 'next=%2Flogin%3Ftoken%3Dhunter2%26x%3D1&y=2', 'hunter2'),
  sample('a pair of name and value', '[{"name":"password","value":"hunter2"},{"name":"n","value":"1"}]', 'hunter2'),
  sample('a nested name of a form in JSON', '{"user[password]":"hunter2","user[name]":"bob"}', 'hunter2'),
  sample('an object literal', "{ user: 'bob', apiKey: 'hunter2', n: 1 }", 'hunter2'),
  sample('a hash of Ruby', '{"password" => "hunter2", "n" => 1}', 'hunter2'),
  sample('an assignment', 'const secret = "hunter2";', 'hunter2'),
  sample('the environment', 'STRIPE_SECRET_KEY=hunter2 NODE_ENV=test', 'hunter2'),
  sample('YAML', 'user: bob\npassword: hunter2\nport: 1', 'hunter2'),
  sample(
    'several words behind a colon',
    'user: bob\npassword: correct horse battery\nport: 1',
    'correct horse battery',
  ),
  sample('words before the next name', 'password: correct horse user=bob', 'correct horse'),
  sample('a passphrase', 'passphrase=correct horse battery staple, next', 'correct horse battery staple'),
  sample('an element', '<user><name>bob</name><password>hunter2</password></user>', 'hunter2'),
  sample('an element with a prefix', '<wsse:Password>hunter2</wsse:Password>', 'hunter2'),
  sample('a name behind an escape', String.raw`{"body":"user=bob\npwd=hunter2"}`, 'hunter2'),
  sample('a dotted name', 'spring.datasource.pass=hunter2 x', 'hunter2'),
  sample('SQL', "ALTER USER bob PASSWORD 'hunter2' LOGIN", 'hunter2'),
  sample('SQL of MySQL', "CREATE USER 'bob'@'%' IDENTIFIED BY 'hunter2'", 'hunter2'),
  sample('an option of a command', 'spawn tool --db-password hunter2 --verbose', 'hunter2'),
  sample('a name with a dot in a command', 'spawn tool --db.password hunter2 --verbose', 'hunter2'),
  sample('credentials of a command', 'spawn tool --credentials hunter2 --verbose', 'hunter2'),
  sample('a private key of a command', 'spawn tool --private_key hunter2', 'hunter2'),
  sample('user and password of curl', 'curl -u bob:hunter2 http://h', 'bob:hunter2'),
  // Said in words
  sample('a sentence', 'the password is correct horse battery', 'correct horse battery'),
  sample('a sentence, like a remark', 'the password is RX9Wg9LabFiQm9hLx6Ed', 'RX9Wg9LabFiQm9hLx6Ed'),
  sample('a sentence with fixed spaces', 'passwd\u00a0is\u00a0hunter2', 'hunter2'),
  sample('a sentence in quotes', 'Your password is "hunter2", keep it', 'hunter2'),
  sample(
    'a sentence with an end',
    'Password changed to hunter2.x! Done. Next',
    'hunter2.x! Done',
    `Password changed to ${MARK}. Next`,
  ),
  sample('a token in a sentence', 'your api key is hunter2 now', 'hunter2'),
  // Headers
  sample('a cookie', 'Cookie: sid=hunter2; theme=dark\nHost: x', 'sid=hunter2; theme=dark'),
  sample('a cookie that is set', 'set-cookie: sid=hunter2; HttpOnly', 'sid=hunter2; HttpOnly'),
  sample('basic credentials', 'with Basic Ym9iOmh1bnRlcjI= now', 'Ym9iOmh1bnRlcjI='),
  sample('a bearer', 'got Bearer hunter2.hunter-2 from', 'hunter2.hunter-2'),
  sample('a bearer in a form', 'from /?note=Bearer+hunter2hunter2hunter2&x=1', 'hunter2hunter2hunter2'),
  sample(
    'digest credentials',
    'Authorization: Digest username="bob", response="hunter2", qop=auth\nHost: x',
    'Digest username="bob", response="hunter2", qop=auth',
  ),
  sample('a proxy', 'proxy-authorization: Basic Ym9iOmh1bnRlcjI=', 'Basic Ym9iOmh1bnRlcjI='),
  sample('a header of an API', 'x-api-key: hunter2', 'hunter2'),
  // Shapes
  sample('a private key', `key: ok\n${PEM}\nend`, PEM),
  sample('a private key on one line', `{"k":"${PEM.replaceAll('\n', '\\n')}"}`, PEM.replaceAll('\n', '\\n')),
  sample('a private key that was cut off', `${pemLine('BEGIN', '')}\nMIIEow`, `${pemLine('BEGIN', '')}\nMIIEow`),
  sample('a key of PGP', pemLine('BEGIN', 'PGP ').replace('KEY-', 'KEY BLOCK-') + '\n\nlQdGBF', 'lQdGBF', MARK),
  sample('AWS id and secret', `${made('AK', 'IAIOSFODNN7EXAMPLE')}:${long(40)} x`, long(40), `${MARK} x`),
  sample('AWS session', `with ${made('IQoJb3', 'JpZ2lu', long(90))}== x`, `${made('IQoJb3', 'JpZ2lu', long(90))}==`),
  sample(
    'a webhook of Slack',
    'https://hooks.slack.com/services/T0000/B0000/hunter2hunter2',
    'T0000/B0000/hunter2hunter2',
  ),
  // Payment cards
  sample('a card', 'paid with 4111111111111111 today', '4111111111111111'),
  sample('a card in groups', 'paid with 4111 1111 1111 1111 today', '4111 1111 1111 1111'),
  sample('a card with hyphens', 'card=5500-0000-0000-0004', '5500-0000-0000-0004'),
  sample('a card of fifteen digits', 'amex 3782 822463 10005', '3782 822463 10005'),
  sample('a card before its expiry', '4111 1111 1111 1111 12/27 123', '4111 1111 1111 1111'),
  sample('a card behind an amount', 'take 25 4111 1111 1111 1111', '4111 1111 1111 1111'),
  sample('a card in JSON', '{"n":4111111111111111}', '4111111111111111', `{"n":"${MARK}"}`),
];

/** Hidden by option only. */
export const personal: Readonly<Record<'email' | 'iban' | 'ssn', readonly Sample[]>> = {
  email: [
    sample('an address', 'mail to ann.b+x@mail.example.com now', 'ann.b+x@mail.example.com'),
    sample('an address in a URL', '/users/ann%40example.com?x=1', 'ann%40example.com'),
    sample('an address with letters of its own', 'an jörg@bücher.example.', 'jörg@bücher.example'),
  ],
  iban: [
    sample('an account', 'to DE89370400440532013000 now', 'DE89370400440532013000'),
    sample('an account in groups', 'to GB82 WEST 1234 5698 7654 32 now', 'GB82 WEST 1234 5698 7654 32'),
    sample('an account of Norway', 'NO9386011117947', 'NO9386011117947'),
  ],
  ssn: [
    sample('with hyphens', 'ssn of bob 536-90-4399.', '536-90-4399'),
    sample('with spaces', 'is 536 90 4399 known', '536 90 4399'),
  ],
};

/** Never touched, whatever is asked for. */
export const harmless: readonly string[] = [
  'basic authentication is off; the secret of success is work',
  'GET /orders/:id 200 12.3 ms',
  'at 1700000000000 and 1700000000008, 2026-11-21T17:15:42.123Z',
  'order 4111111111111112, batch 1234567890123456789, snowflake 1298374650129837465',
  'trace 4bf92f3577b34da6a3ce929d0e0e4736 span 00f067aa0ba902b7',
  'id 3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  'commit 5a5614e1f30508d480183e0521b28fa48a9a42eb sha256:9f86d081884c7d659a2feaa0c55ad015',
  'prompt_tokens=12 total_tokens: 40 maxTokens=5 nextPageToken=abc',
  'hasPassword=true token: null',
  'task-force-of-many-words disk-usage-of-the-machine global-state-of-the-application',
  'password is required',
  'The password is too short, at least 8 characters',
  'Password was not changed. token is expired',
  'password is correct and valid',
  'the cache key is user:17',
  'TypeError: x is not a function\n    at Orders.find (/app/src/orders.ts:12:34)\n    at async Promise.all (index 0)',
  'host db.example.com:5432, IPv6 ::1, port 8080, ratio 16:9, 10:30:45',
  'curl -s -u http://localhost:3000/health',
  'usage: tool --token-file <token> [--verbose]',
  'SELECT a, b FROM t WHERE id = $1 AND kind = ?',
  '{"status":"ok","items":[1,2,3],"total":12.5,"next":null}',
  'phone +49 30 901820, version 1.2.3-rc.4, 50 % of 12345',
  'AKIA is a prefix, eyJ another, sk- and ghp_ too',
  `SyntaxError: Unexpected token '<', "<!DOCTYPE "... is not valid JSON`,
];

/** Alike, but wrong: addresses without a sign, accounts and numbers that cannot be. */
export const notPersonal: readonly string[] = [
  'ann at example.com, @Injectable() decorators, user@localhost',
  'DE89370400440532013001, GB00 WEST 1234 5698 7654 32, ZZ89370400440532013000',
  '000-12-3456 666-12-3456 900-12-3456 123-00-4567 123-45-0000 2536-90-4399',
];

function sample(what: string, text: string, secret: string, leaves?: string): Sample {
  return leaves === undefined ? { what, text, secret } : { what, text, secret, leaves };
}
