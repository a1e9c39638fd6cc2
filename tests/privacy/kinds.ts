import { ibanOf, luhnDigit, walletOf } from './check-digits.ts'
import { fullName, handle } from './people.ts'
import type { Random } from './random.ts'

/** A sort of personal data or secret, and where its values may stand. */
export interface Kind {
  readonly name: string
  /** A new value; it carries enough random characters to be recognised wherever it comes out. */
  readonly value: (random: Random) => string
  /** Sentences and syntax around the value, `%` stands for it. */
  readonly texts: readonly string[]
  /** Attribute keys that give the value away. */
  readonly keys: readonly string[]
  /** Digits and separators only: written in the digits of other scripts too. */
  readonly numeric?: boolean
  /** Found by its key alone, in no text. */
  readonly onlyByKey?: boolean
  /** Part of a statement in a query language, under a key too. */
  readonly inStatements?: boolean
  /** False for what is measured and published, but not promised to be found. */
  readonly promised: boolean
}

const anywhere = ['%', 'user % failed', 'got (%)', '{"v":"%"}', 'before, % after', 'x=%;']
const local = 'abcdefghijkmnpqrstuvwxyz'

function kind(name: string, value: Kind['value'], options: Partial<Kind> = {}): Kind {
  return { name, value, texts: anywhere, keys: ['message'], promised: true, ...options }
}

const card = (random: Random) => {
  const [prefix, length] = random.pick([
    ['4', 16],
    ['52', 16],
    ['2345', 16],
    ['37', 15],
    ['6011', 16],
    ['3530', 16],
    ['36', 14],
  ] as const)
  const body = prefix + random.digits(length - prefix.length - 1)
  return body + luhnDigit(body)
}
const grouped = (digits: string, separator: string) => digits.match(/.{1,4}/g)?.join(separator) ?? digits
const identity = (random: Random) => {
  const body = `${1 + random.below(9)}${random.digits(7)}`
  return body + luhnDigit(body)
}
/** A name that stands in no list. */
const invented = (random: Random) => {
  const word = () =>
    `${random.pick(['Z', 'K', 'T', 'V'])}${random.text(2, 'aeiou')}${random.text(2, 'rlnv')}${random.text(2, 'aeiou')}x`
  return `${word()} ${word()}`
}
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Every kind of the corpus. Secrets are put together from halves, so that no scanner takes this file for one. */
export const KINDS: readonly Kind[] = [
  kind('email', (r) => `${r.text(7, local)}.${r.text(6, local)}@${r.text(8, local)}.co.il`, {
    keys: ['email', 'message'],
  }),
  kind('email tagged', (r) => `${r.text(8, local)}+${r.text(5, local)}@mail.${r.text(7, local)}.com`),
  kind('email Hebrew', (r) => `${r.text(8, 'אבגדהוזחטי')}@${r.text(7, 'כלמנסעפצ')}.קום`),
  kind('phone E.164', (r) => `+9725${r.below(9)}${1 + r.below(9)}${r.digits(6)}`, { numeric: true }),
  kind('phone foreign', (r) => `+44 20 7${r.digits(3)} ${r.digits(4)}`, { numeric: true }),
  kind('phone Israel', (r) => `05${r.below(9)}${r.pick(['-', '', ' '])}${1 + r.below(9)}${r.digits(6)}`, {
    numeric: true,
  }),
  kind('phone landline', (r) => `0${r.pick(['2', '3', '4', '8', '9'])}-${5 + r.below(4)}${r.digits(6)}`, {
    numeric: true,
  }),
  kind('phone by key', (r) => `5${r.digits(8)}`, {
    texts: ['phone=%', '{"mobile":"%"}', 'טלפון: %'],
    keys: ['phone', 'contact.mobile'],
    numeric: true,
  }),
  kind('identity number', identity, {
    texts: ['ת.ז %', 'ת"ז: %', 'teudat zehut %', '?tz=%', '{"idNumber":"%"}', 'id number: %'],
    keys: ['tz', 'national_id'],
    numeric: true,
  }),
  kind('card', card, { numeric: true, keys: ['card.number', 'message'] }),
  kind(
    'card with spaces',
    (r) =>
      grouped(
        `4${r.digits(14)}`.replace(/.*/, (b) => b.slice(0, 15) + luhnDigit(b.slice(0, 15))),
        ' ',
      ),
    { numeric: true },
  ),
  kind(
    'card with hyphens',
    (r) =>
      grouped(
        `52${r.digits(13)}`.replace(/.*/, (b) => b.slice(0, 15) + luhnDigit(b.slice(0, 15))),
        '-',
      ),
    { numeric: true },
  ),
  kind('IBAN', (r) => ibanOf('IL', r.digits(19))),
  kind('IBAN grouped', (r) => grouped(ibanOf('DE', r.digits(18)), ' ')),
  kind('bank account', (r) => `${10 + r.below(80)}-${100 + r.below(899)}-${r.digits(6)}`, {
    texts: ['חשבון %', 'bank account %', '{"accountNumber":"%"}'],
    keys: ['bank.account'],
    numeric: true,
  }),
  kind('IPv4', (r) => `${80 + r.below(40)}.${100 + r.below(99)}.${100 + r.below(99)}.${100 + r.below(99)}`),
  kind(
    'IPv6',
    (r) =>
      `2001:db8:${r.text(4, '123456789abc')}:${r.text(4, '123456789abc')}::${r.text(4, '123456789abc')}:${r.text(4, '123456789abc')}`,
  ),
  kind(
    'JWT',
    (r) => `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded({ sub: r.digits(12) })}.${r.text(43)}`,
  ),
  kind('bearer', (r) => `${r.text(20)}7${r.text(11)}`, {
    texts: ['authorization: Bearer %', 'Bearer %', '{"authorization":"Bearer %"}'],
    keys: ['authorization'],
  }),
  kind('basic', (r) => Buffer.from(`${r.text(9)}:${r.text(9)}`).toString('base64'), {
    texts: ['Basic %', 'authorization: Basic %'],
    keys: ['http.request.header.authorization'],
  }),
  kind('cookie', (r) => `${r.text(22)}4`, {
    texts: ['Cookie: theme=%', 'connect.sid=%', 'cookie: sid=%; lang=he'],
    keys: ['http.request.header.cookie', 'session.id'],
  }),
  kind('payment provider key', (r) => `sk_${'live'}_${r.text(24)}`),
  kind('webhook secret', (r) => `whsec${'_'}${r.text(28)}`),
  kind('code host token', (r) => `ghp${'_'}${r.text(36)}`),
  kind('cloud key', (r) => `AK${'IA'}${r.text(15, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')}7`),
  kind('error tracker token', (r) => `sntr${'ys_'}${r.text(32)}`),
  kind('chat token', (r) => `xox${'b-'}${r.digits(12)}-${r.text(24)}`),
  kind('search key', (r) => `AI${'za'}${r.text(35)}`),
  kind('mail key', (r) => `SG${'.'}${r.text(22)}.${r.text(21)}7`),
  kind('package token', (r) => `npm${'_'}${r.text(36)}`),
  kind(
    'private key',
    (r) => `-----BEGIN ${'PRIVATE'} KEY-----\n${r.text(64)}\n${r.text(40)}\n-----END ${'PRIVATE'} KEY-----`,
    { texts: ['%', 'loaded % ok'] },
  ),
  kind('URL password', (r) => `${r.text(10)}:${r.text(12)}`, {
    texts: ['postgres://%@db.internal:5432/app', 'dial redis://%@cache:6379/0'],
  }),
  kind('query token', (r) => `${r.text(14)}8`, {
    texts: [
      '/verify?token=%&lang=he',
      'https://example.com/a?access_token=%',
      '/cb?code=%&state=x',
      '?X-Amz-Signature=%',
    ],
  }),
  kind('password', (r) => `${r.text(11)}9!`, {
    texts: ['password=%', '{"password":"%"}', 'pwd=%&x=1'],
    keys: ['password', 'db.password'],
  }),
  kind('secret option', (r) => `${r.text(11)}9`, {
    texts: ['run --password % now', 'deploy --api-key %', 'mysql -uroot -p% tickets'],
  }),
  kind('secret in a sentence', (r) => `${r.text(11)}9`, {
    texts: [
      'the password is %',
      'password for dana: %',
      '"password" => "%"',
      '<input name="password" value="%">',
    ],
  }),
  kind('value in a database error', (r) => r.text(12), {
    texts: [
      'Key (note)=(%) already exists.',
      'Failing row contains (7, %, 3).',
      "Duplicate entry '%' for key",
      "parameters: $1 = '%'",
    ],
  }),
  kind('folder of a person', (r) => r.text(9, local), {
    texts: ['at run (/home/%/app/server.js:12:3)', 'open /Users/%/project/a.ts', 'C:\\Users\\%\\app\\a.ts'],
  }),
  kind('SQL literal', (r) => r.text(12), {
    texts: [
      "SELECT id FROM users WHERE email = '%'",
      "INSERT INTO guests (name) VALUES ('%')",
      "UPDATE a SET note = '%' WHERE id = $1",
    ],
    keys: ['db.query.text'],
    inStatements: true,
  }),
  kind('GraphQL variable', (r) => r.text(14), { texts: ['%'], keys: ['graphql.variables'], onlyByKey: true }),
  kind('coordinates', (r) => `32.${1 + r.below(9)}${r.digits(5)}, 34.${1 + r.below(9)}${r.digits(5)}`),
  kind('name by key', (r) => fullName(r, r.pick(['en', 'he', 'ar'])), {
    texts: ['{"fullName":"%"}', 'first_name=%'],
    keys: ['customer.name', 'attendee[0].name', 'cardHolder', 'שם מלא'],
  }),
  kind('name by context', (r) => fullName(r, 'en'), {
    texts: ['customer: %', 'attendee %', 'Mr. %', 'Dear %,'],
  }),
  kind('name by Hebrew context', (r) => fullName(r, 'he'), {
    texts: ['שלום %, ההזמנה אושרה', 'לקוח: %', "גב' %"],
  }),
  kind('unlisted name by context', (r) => invented(r), {
    texts: ['customer: %', 'Mr. %', 'Dear %,'],
    promised: false,
  }),
  kind('unlisted name in free text', (r) => invented(r), {
    texts: ['% bought two seats', 'refund for % today'],
    promised: false,
  }),
  kind('name in free text', (r) => fullName(r, r.pick(['en', 'he', 'ar'])), {
    texts: ['% bought two seats', 'refund for % today', 'הכרטיס של % בוטל'],
    promised: false,
  }),
  kind('name as a handle', (r) => `${handle(r)}${r.digits(4)}`),
  kind('profile on a social site', (r) => `${r.text(9, local)}${r.digits(2)}`, {
    texts: [
      'https://twitter.com/%',
      'see instagram.com/%/?hl=he',
      'https://www.linkedin.com/in/%',
      't.me/%',
      'tg://resolve?domain=%',
      'insta @%',
    ],
  }),
  kind('address as one number', (r) => `${1_342_177_280 + r.below(650_000_000)}`, {
    texts: ['ip %', 'client ip: %', 'blocked (ip %)'],
    numeric: true,
  }),
  kind('wallet', (r) => walletOf(Buffer.from(r.text(20)))),
  kind('street address', (r) => `רחוב ${r.pick(['הרצל', 'ביאליק', 'סוקולוב'])} ${100 + r.below(800)}`, {
    keys: ['shipping.address', 'message'],
  }),
  kind(
    'street address English',
    (r) => `${1000 + r.below(8000)} ${r.pick(['Bialik', 'Sokolov', 'Ibn Gabirol'])} Street`,
  ),
  kind('date of birth', (r) => `19${50 + r.below(49)}-0${1 + r.below(9)}-${10 + r.below(18)}`, {
    texts: ['dob=%', '{"birthDate":"%"}', 'born %'],
    keys: ['date_of_birth'],
    numeric: true,
  }),
  kind(
    'date of birth in words',
    (r) => `${10 + r.below(18)} ${r.pick(['March', 'August', 'Nov'])} 19${50 + r.below(49)}`,
    {
      texts: ['born on %', 'DOB: %', 'date of birth: %'],
    },
  ),
  kind('address read aloud', (r) => `${r.text(9, local)} at ${r.text(8, local)} dot com`, {
    texts: ['mail % please', '%', 'contact: %'],
  }),
  kind('bank code', (r) => `LUMI${'IL'}${r.text(2, 'ABCDEFGH')}${r.text(3, 'KLMNPQRS')}`, {
    texts: ['SWIFT: %', 'BIC % ok'],
  }),
  kind(
    'host with an address',
    (r) => `${80 + r.below(40)}-${100 + r.below(99)}-${100 + r.below(99)}-${100 + r.below(99)}`,
    {
      texts: ['ip-%.eu-west-1.compute.example.com', '%.dynamic.example.net'],
    },
  ),
  kind('ticket barcode', (r) => `${r.text(9)}${r.digits(5)}`, {
    texts: ['{"barcode":"%"}', 'barcode=%'],
    keys: ['ticket.barcode'],
  }),
  kind('seat hold', (r) => `${r.text(9)}${r.digits(5)}`, {
    texts: ['hold_token=%', '{"holdToken":"%"}'],
    keys: ['seat.hold_token'],
  }),
]
