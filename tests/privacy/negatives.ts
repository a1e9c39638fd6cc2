import { type Random, seededRandom } from './random.ts'

const HEX = '0123456789abcdef'
const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Sorts of harmless values, which have to come out byte for byte. */
const NEGATIVES: Readonly<Record<string, (random: Random) => string>> = {
  'trace id in text': (r) => `trace_id=${r.text(32, HEX)} span_id=${r.text(16, HEX)}`,
  'trace parent': (r) => `00-${r.text(32, HEX)}-${r.text(16, HEX)}-01`,
  'span id': (r) => r.text(16, HEX),
  UUID: (r) => `${r.text(8, HEX)}-${r.text(4, HEX)}-4${r.text(3, HEX)}-a${r.text(3, HEX)}-${r.text(12, HEX)}`,
  'UUID in text': (r) =>
    `order ${r.text(8, HEX)}-${r.text(4, HEX)}-7${r.text(3, HEX)}-b${r.text(3, HEX)}-${r.text(12, HEX)} saved`,
  ULID: (r) => `01${r.text(24, CROCKFORD)}`,
  'short id': (r) => r.text(21, `${LOWER}ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-`),
  'object id': (r) => r.text(24, HEX),
  commit: (r) => r.text(40, HEX),
  'image digest': (r) => `registry.example.com/app@sha256:${r.text(64, HEX)}`,
  'entity tag': (r) => `W/"${r.text(40, HEX)}"`,
  'epoch seconds': (r) => String(1_690_000_000 + r.below(120_000_000)),
  'epoch milliseconds': (r) => `at ${1_690_000_000 + r.below(120_000_000)}${r.digits(3)}`,
  'epoch nanoseconds': (r) => `${1_690_000_000 + r.below(120_000_000)}${r.digits(9)}`,
  'ISO time': (r) =>
    `2026-0${1 + r.below(9)}-1${r.below(9)}T1${r.below(9)}:2${r.below(9)}:3${r.below(9)}.${r.digits(3)}Z`,
  'order id': (r) => `order ${1 + r.below(9)}${r.digits(7 + r.below(11))}`,
  'invoice id': (r) => `invoice #${1 + r.below(9)}${r.digits(8)}`,
  SKU: (r) => `SKU-${r.digits(6)}-${r.text(2, 'ABCDEF')}`,
  price: (r) => `total ${r.below(900)}.${r.digits(2)} ILS`,
  prices: (r) => `prices ${100 + r.below(900)}.00, ${100 + r.below(900)}.50, ${100 + r.below(900)}.90`,
  amount: (r) => `amount ${r.below(90000)} agorot`,
  version: (r) => `v${r.below(20)}.${r.below(30)}.${r.below(99)}-rc.${r.below(9)}`,
  'four-part version': (r) => `version ${r.below(20)}.${r.below(30)}.${r.below(99)}.${r.below(9)}`,
  'user agent': (r) =>
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${100 + r.below(60)}.0.${r.below(9999)}.${r.below(200)} Safari/537.36`,
  'mobile user agent': (r) =>
    `Mozilla/5.0 (iPhone; CPU iPhone OS 17_${r.below(9)} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.${r.below(9)} Mobile/15E148 Safari/604.1`,
  route: (r) => `/api/${r.pick(['orders', 'events', 'users'])}/[id]/${r.pick(['page', 'seats', 'refund'])}`,
  'route with parameter': (r) => `GET /${r.text(6, LOWER)}/:email`,
  'static file': (r) => `/_next/static/chunks/${r.text(4, LOWER)}-${r.text(16, HEX)}.js`,
  'stack frame': (r) =>
    `    at ${r.text(7, LOWER)} (/app/.next/server/app/api/${r.text(6, LOWER)}/route.js:${1 + r.below(900)}:${1 + r.below(90000)})`,
  'node frame': (r) =>
    `at Module._compile (node:internal/modules/cjs/loader:${1 + r.below(2000)}:${1 + r.below(90)})`,
  'pod name': (r) => `${r.text(6, LOWER)}-${r.text(10, '23456789bcdf')}-${r.text(5, 'bcdfghjk')}`,
  'host name': (r) => `ip-10-${r.below(255)}-${r.below(255)}-${r.below(255)}.eu-west-1.compute.internal`,
  'private address': (r) => `10.${r.below(255)}.${r.below(255)}.${r.below(255)}:${1024 + r.below(60000)}`,
  statement: (r) =>
    `SELECT ${r.text(5, LOWER)}, ${r.text(6, LOWER)} FROM ${r.text(7, LOWER)} WHERE id = $1 AND tenant = $2 LIMIT ${r.below(100)}`,
  prose: (r) =>
    `${r.pick(['password reset', 'token refresh', 'email confirmation', 'phone check', 'session'])} ${r.pick(['sent', 'expired', 'failed', 'required', 'done'])}`,
  'Hebrew interface': (r) =>
    r.pick([
      'כרטיסים להצגה',
      'האירוע נשמר בהצלחה',
      'שלום וברוכים הבאים',
      'תודה על ההזמנה',
      'התשלום בוצע',
      'המופע בוטל',
      'בחירת מושבים באולם',
      'הסל ריק',
    ]),
  'Arabic interface': (r) =>
    r.pick(['تم الدفع بنجاح', 'الطلب قيد التنفيذ', 'اختر مقعدا', 'مرحبا بكم في الموقع']),
  'look-alike card': (r) => `ref ${r.pick(['1', '7', '8', '9'])}${r.digits(15)}`,
  size: (r) => `${r.below(90000)} bytes in ${r.below(900)} ms`,
  port: (r) => `listening on 127.0.0.1:${1024 + r.below(60000)}`,
  'integrity hash': (r) => `sha384-${r.text(64)}`,
  header: (r) =>
    r.pick([
      'application/json; charset=utf-8',
      'gzip, deflate, br',
      'he-IL,he;q=0.9,en-US;q=0.8',
      'no-cache, no-store',
      'text/html',
    ]),
  'plain words': (r) =>
    r.pick([
      'Order confirmed',
      'User Service',
      'Customer Support',
      'Not Found',
      'Guest House',
      'Seat map loaded',
      'Payment Provider timeout',
      'Event Created',
    ]),
}

/** One harmless value. */
export interface Negative {
  readonly sort: string
  readonly text: string
}

/** `count` harmless values of a seed, every sort equally often. */
export function makeNegatives(seed: number, count: number): Negative[] {
  const random = seededRandom(seed ^ 0x5eed)
  const sorts = Object.entries(NEGATIVES)
  return Array.from({ length: count }, (_, i) => {
    const [sort, make] = sorts[i % sorts.length] as [string, (r: Random) => string]
    return { sort, text: make(random) }
  })
}
