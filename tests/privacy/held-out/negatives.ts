import type { Negative } from '../negatives.ts'
import { type Random, seededRandom } from '../random.ts'

const HEX = '0123456789abcdef'
const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const hex = (random: Random, length: number) => random.text(length, HEX)
const many = (count: number, make: () => string, mark: string) =>
  Array.from({ length: count }, make).join(mark)
const NOUNS = ['order', 'event', 'seat', 'payment', 'refund', 'venue', 'queue', 'cache', 'session', 'worker']
const VERBS = [
  'failed',
  'started',
  'was skipped',
  'timed out',
  'finished',
  'is retried',
  'has no rows',
  'is empty',
]

/** Harmless values of sorts that the corpus does not hold. */
const HELD_OUT_NEGATIVES: Readonly<Record<string, (random: Random) => string>> = {
  sentence: (r) =>
    `The ${r.pick(NOUNS)} ${r.pick(VERBS)} after ${r.below(900)} ms, ${r.below(9)} retries left`,
  'sentence in German': (r) =>
    r.pick([
      'Die Bestellung wurde gespeichert',
      'Keine Plätze mehr verfügbar',
      'Zahlung fehlgeschlagen, bitte erneut versuchen',
      'Der Vorgang dauert zu lange',
    ]),
  'sentence in French': (r) =>
    r.pick([
      'La commande est enregistrée',
      'Aucune place disponible',
      'Le paiement a échoué, réessayez',
      'Choisissez vos places',
    ]),
  'sentence in Spanish': (r) =>
    r.pick([
      'El pedido se ha guardado',
      'No quedan asientos libres',
      'El pago ha fallado',
      'Elige tus asientos',
    ]),
  'sentence in Russian': (r) =>
    r.pick([
      'Заказ сохранён',
      'Свободных мест нет',
      'Оплата не прошла, попробуйте ещё раз',
      'Выберите места в зале',
    ]),
  'sentence in Hebrew': (r) =>
    r.pick(['לא נותרו מקומות פנויים', 'התשלום נכשל, נסו שוב', 'בחרו מושבים', 'ההזמנה בטיפול', 'הדף לא נמצא']),
  'sentence in Arabic': (r) =>
    r.pick(['لم يبق مقاعد', 'فشل الدفع حاول مرة أخرى', 'تم حفظ الطلب', 'الصفحة غير موجودة']),
  'sentence in Chinese': (r) => r.pick(['订单已保存', '没有剩余座位', '支付失败，请重试']),
  emoji: (r) => `${r.pick(['🎟️', '✅', '🚀', '👩‍💻', '🇮🇱', '1️⃣'])} ${r.pick(NOUNS)} ${r.pick(VERBS)}`,
  'loading line': (r) => `[${'#'.repeat(r.below(20))}${'.'.repeat(r.below(20))}] ${r.below(100)}%`,
  'coloured log': (r) => `\u001b[32minfo\u001b[39m: ${r.pick(NOUNS)} ${r.pick(VERBS)}`,
  'regular expression': (r) =>
    r.pick([
      '^[a-z0-9_-]{3,16}$',
      '^/(api|_next)/.*$',
      '\\d{4}-\\d{2}-\\d{2}',
      '(?<year>\\d{4})',
      '[^\\w\\s]+',
    ]),
  glob: (r) => `src/**/*.{ts,tsx} !**/${r.pick(NOUNS)}/**`,
  cron: (r) => `*/${1 + r.below(30)} * * * 1-5`,
  'style sheet': (r) =>
    `.${r.text(5, LOWER)}{margin:0 ${r.below(20)}px;color:#${hex(r, 6)};content:"\\201C"}`,
  'minified script': (r) =>
    `var ${r.text(1, LOWER)}=${r.below(99)},${r.text(1, LOWER)}=function(e){return e.${r.text(4, LOWER)}+1};`,
  'path of a drawing': (r) =>
    `M${r.below(99)}.${r.digits(2)} ${r.below(99)}.${r.digits(1)}l${r.below(9)}-${r.below(9)}.${r.digits(2)}h${r.below(9)}v-${r.below(9)}z`,
  'line of a table': (r) => many(6, () => String(r.below(1000)), '\t'),
  floats: (r) => many(5, () => (r.below(100000) / 1000).toFixed(3), ', '),
  'matrix of numbers': (r) => `[[${r.below(9)},${r.below(9)}],[${r.below(9)},${r.below(9)}]]`,
  'list of ids': (r) => many(4, () => String(100000 + r.below(899999)), ','),
  'list of timestamps': (r) => many(3, () => `17${r.digits(8)}`, ','),
  'name in the cloud': (r) => `arn:aws:lambda:eu-west-1:${r.digits(12)}:function:${r.pick(NOUNS)}`,
  image: (r) => `ghcr.io/example/${r.pick(NOUNS)}:1.${r.below(9)}.${r.below(99)}@sha256:${hex(r, 64)}`,
  'trace header of B3': (r) => `${hex(r, 32)}-${hex(r, 16)}-1`,
  'request id': (r) => `Root=1-${hex(r, 8)}-${hex(r, 24)}`,
  'ids in braces': (r) =>
    `{${hex(r, 8)}-${hex(r, 4)}-4${hex(r, 3)}-8${hex(r, 3)}-${hex(r, 12)}}`.toUpperCase(),
  'pointer of Go': (r) =>
    `panic: runtime error [recovered] goroutine ${r.below(999)} [running]: main.run(0xc000${hex(r, 6)}, 0x${hex(r, 2)})`,
  'frame of Java': (r) => `at com.example.${r.pick(NOUNS)}.Handler.handle(Handler.java:${1 + r.below(900)})`,
  'frame of Python': (r) => `File "/app/${r.pick(NOUNS)}/views.py", line ${1 + r.below(900)}, in get`,
  'sample of Prometheus': (r) =>
    `http_requests_total{code="200",method="get"} ${r.below(90000)} 17${r.digits(11)}`,
  'query of Prometheus': (r) =>
    `sum by (route) (rate(http_requests_total{code=~"5.."}[${1 + r.below(9)}m])) > 0.${r.digits(2)}`,
  'query of a graph': (r) => `query { ${r.pick(NOUNS)}s(first: ${r.below(90)}) { id title } }`,
  'statement with joins': (r) =>
    `SELECT o.id, e.title FROM orders o JOIN events e ON e.id = o.event_id WHERE o.status = $1 ORDER BY o.id LIMIT ${r.below(90)}`,
  'plan of a query': (r) =>
    `Seq Scan on orders (cost=0.00..${r.below(900)}.00 rows=${r.below(9000)} width=${r.below(200)})`,
  'offset of a queue': (r) => `topic ${r.pick(NOUNS)}s partition ${r.below(20)} offset ${r.digits(9)}`,
  'line of an access log': (r) =>
    `10.0.${r.below(255)}.${r.below(255)} - - [02/Nov/2026:10:0${r.below(9)}:12 +0000] "GET /api/events HTTP/1.1" 200 ${r.below(90000)}`,
  'date of mail': (r) => `Mon, 0${1 + r.below(9)} Nov 2026 1${r.below(9)}:0${r.below(9)}:00 GMT`,
  duration: (r) => `PT${r.below(24)}H${r.below(60)}M${r.below(60)}.${r.digits(3)}S`,
  range: (r) => `^${r.below(20)}.${r.below(20)}.0 || >=${r.below(20)}.0.0 <${20 + r.below(9)}`,
  'flags in bits': (r) => `flags=0b${r.text(8, '01')} mode=0${r.text(3, '0145')}`,
  bits: (r) => `mask ${r.text(16, '01')}`,
  'key of storage': (r) => `uploads/2026/11/0${1 + r.below(9)}/${hex(r, 32)}.webp`,
  'path of Windows': (r) => `C:\\Program Files\\nodejs\\node_modules\\${r.pick(NOUNS)}\\index.js`,
  'tag of a language': (r) => r.pick(['he-IL', 'en-US,en;q=0.9', 'ar-EG', 'zh-Hans-CN', 'sr-Latn']),
  'list of countries': (r) => many(4, () => r.pick(['IL', 'DE', 'FR', 'US', 'GB']), ', '),
  'block list of addresses': (r) => `10.${r.below(255)}.0.0/16, 192.168.${r.below(255)}.0/24`,
  'unified diff': (r) => `@@ -${r.below(99)},7 +${r.below(99)},9 @@ export function ${r.pick(NOUNS)}()`,
  'camel and snake': (r) =>
    `${r.pick(NOUNS)}Created ${r.pick(NOUNS)}_updated_at ${r.pick(NOUNS).toUpperCase()}_LIMIT`,
  'code of an error': (r) =>
    `ERR_${r.pick(NOUNS).toUpperCase()}_${r.digits(4)}: ${r.pick(NOUNS)} ${r.pick(VERBS)}`,
  'content policy': (r) =>
    `default-src 'self'; script-src 'nonce-${r.text(22)}' 'strict-dynamic'; img-src data: https:`,
  'cache header': (r) => `public, max-age=${r.below(90000)}, stale-while-revalidate=${r.below(900)}`,
  boundary: (r) => `multipart/form-data; boundary=----WebKitFormBoundary${r.text(16)}`,
  'unpadded counter': (r) =>
    `batch ${r.below(90)}/${90 + r.below(9)} took ${r.below(900)}.${r.digits(1)}ms (${r.below(100)}%)`,
  'seat plan': (r) =>
    `row ${r.text(1, 'ABCDEFGH')} seats ${1 + r.below(9)}-${10 + r.below(9)}, block ${100 + r.below(99)}`,
  'name of an event': (r) =>
    r.pick([
      'Hamlet at Habima',
      'Jazz Night 2026',
      'The Beatles Tribute',
      'Swan Lake',
      'Purim Party',
      'Stand-up with guests',
    ]),
  'words of a button': (r) =>
    r.pick(['Add to cart', 'Back to home', 'Sign in with Google', 'Pay now', 'Choose seats', 'Show more']),
  'name of a class': (r) =>
    r.pick([
      'OrderService',
      'PrismaClientKnownRequestError',
      'AbortController',
      'NextResponse',
      'SeatLockTimeoutError',
    ]),
  'versions of tools': (r) =>
    `node v24.${r.below(20)}.${r.below(9)} npm 11.${r.below(9)}.${r.below(9)} linux x64`,
  'user agent of a robot': (r) =>
    `Mozilla/5.0 (compatible; Googlebot/2.${r.below(9)}; +http://www.google.com/bot.html)`,
  'keys of a map': (r) =>
    `{"${r.pick(NOUNS)}":{"id":${r.below(9000)},"ok":true,"at":"2026-11-0${1 + r.below(9)}"}}`,
  'form of a page': (r) => `page=${r.below(90)}&sort=title&dir=asc&limit=${r.below(90)}`,
  'escaped text': (r) => `{"title":"caf\\u00e9 ${r.below(90)}","tab":"a\\tb"}`,
  'escaped path': (r) =>
    `/search?q=${encodeURIComponent(r.pick(['jazz night', 'תיאטרון', 'a&b', 'rock & roll']))}`,
  'text with entities': (r) => `Rock &amp; Roll &quot;${r.below(90)}&quot; &lt;b&gt;`,
  'harmless base64': (r) =>
    Buffer.from(`${r.pick(NOUNS)} ${r.pick(VERBS)} after ${r.below(900)} ms`).toString('base64'),
  'harmless hex': (r) => Buffer.from(`${r.pick(NOUNS)} ${r.pick(VERBS)}`).toString('hex'),
  'harmless JSON in base64': (r) =>
    Buffer.from(JSON.stringify({ page: r.below(90), sort: 'title' })).toString('base64url'),
  cursor: (r) => Buffer.from(`cursor:${r.below(90000)}`).toString('base64'),
  nanoid: (r) => r.text(12),
  'id of a deployment': (r) => `dpl_${r.text(24)}`,
  'id of an order at Stripe': (r) => `pi_3${r.text(23)}`,
}

/** `count` harmless values of a seed, every sort equally often. */
export function makeHeldOutNegatives(seed: number, count: number): Negative[] {
  const random = seededRandom(seed ^ 0xba5e)
  const sorts = Object.entries(HELD_OUT_NEGATIVES)
  return Array.from({ length: count }, (_, i) => {
    const [sort, make] = sorts[i % sorts.length] as [string, (r: Random) => string]
    return { sort, text: make(random) }
  })
}
