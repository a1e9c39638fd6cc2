import { ibanOf, luhnDigit } from '../check-digits.ts'
import type { Kind } from '../kinds.ts'
import type { Random } from '../random.ts'

const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const HEX = '0123456789abcdef'
const anywhere = ['%', 'left at % yesterday', 'why %?', '<%>']

function form(name: string, value: Kind['value'], options: Partial<Kind> = {}): Kind {
  return { name, value, texts: anywhere, keys: ['note'], promised: true, ...options }
}

const cardOf = (prefix: string, length: number) => (random: Random) => {
  const body = prefix + random.digits(length - prefix.length - 1)
  return body + luhnDigit(body)
}
const cut = (text: string, widths: readonly number[], mark: string) =>
  text.replace(new RegExp(`^${widths.map((width) => `(.{${width}})`).join('')}`), (_, ...parts) =>
    parts.slice(0, widths.length).join(mark),
  )
const visa = cardOf('4', 16)
const fours = [4, 4, 4, 4]
const local = (random: Random) =>
  `5${random.pick(['0', '2', '3', '4', '8'])}${2 + random.below(8)}${random.digits(6)}`
const identity = (random: Random) => {
  const body = `${1 + random.below(9)}${random.digits(7)}`
  return body + luhnDigit(body)
}
const word = (random: Random) => random.text(7, LOWER)
const vendor = (name: string, halves: readonly [string, string], length: number, alphabet?: string) =>
  form(name, (r) => `${halves.join('')}${r.text(length - 3, alphabet)}7aZ`)

/** Forms of personal data and secrets that the corpus does not hold. Secrets are put together from halves. */
export const HELD_OUT_FORMS: readonly Kind[] = [
  // Mail.
  form('email in capitals', (r) => `${word(r)}.${word(r)}@${word(r)}.COM`.toUpperCase()),
  form('email of a long domain', (r) => `${word(r)}@${word(r)}.mail.${word(r)}.photography`),
  form('email with a quoted name', (r) => `"${word(r)} ${word(r)}"@${word(r)}.org`),
  form('email with signs', (r) => `${word(r)}_${word(r)}!%${word(r)}@${word(r)}.net`),
  form(
    'email at an address',
    (r) => `${word(r)}@[${80 + r.below(40)}.${100 + r.below(99)}.${100 + r.below(99)}.${100 + r.below(99)}]`,
  ),
  form('email in Cyrillic', (r) => `${r.text(7, 'бгджзилпфц')}@${r.text(7, 'бгджзилпфц')}.рф`),
  form('email with blanks', (r) => `${word(r)} @ ${word(r)}.com`),
  form('email read in Spanish', (r) => `${word(r)} arroba ${word(r)} punto com`),
  form('email read in Hebrew', (r) => `${word(r)} שטרודל ${word(r)} נקודה com`),
  form('email with [at]', (r) => `${word(r)}[at]${word(r)}[dot]io`),
  form('email with AT and DOT', (r) => `${word(r)} AT ${word(r)} DOT org`),
  form('email in a link', (r) => `${word(r)}@${word(r)}.co`, {
    texts: ['mailto:%?subject=hi', '[write](mailto:%)'],
  }),
  form('email as a message id', (r) => `<${r.text(12, HEX)}.${word(r)}@${word(r)}.com>`),
  // Phones.
  form('phone with brackets', (r) => local(r).replace(/^(..)(...)(....)/, '(0$1) $2-$3'), { numeric: true }),
  form('phone with dots', (r) => local(r).replace(/^(..)(...)(....)/, '0$1.$2.$3'), { numeric: true }),
  form('phone with slashes', (r) => local(r).replace(/^(..)(...)(....)/, '0$1/$2/$3'), { numeric: true }),
  form('phone with (0)', (r) => local(r).replace(/^(..)(...)(....)/, '+972 (0)$1-$2-$3'), { numeric: true }),
  form('phone with 00', (r) => `00972${local(r)}`, { numeric: true }),
  form('phone with 011', (r) => `011-972-${local(r).replace(/^(..)(...)(....)/, '$1-$2-$3')}`, {
    numeric: true,
  }),
  form('phone without +', (r) => `972${local(r)}`, { numeric: true }),
  form('phone in pairs', (r) => `+33 ${1 + r.below(7)} ${cut(r.digits(8), [2, 2, 2, 2], ' ')}`, {
    numeric: true,
  }),
  form('phone of America', (r) => `(2${r.digits(2)}) ${2 + r.below(8)}${r.digits(2)}-${r.digits(4)}`, {
    numeric: true,
  }),
  form('phone of America with 1', (r) => `1-4${r.digits(2)}-${2 + r.below(8)}${r.digits(2)}-${r.digits(4)}`, {
    numeric: true,
  }),
  form('phone of Germany', (r) => `+49-(0)30-${r.digits(8)}`, { numeric: true }),
  form('phone of Britain, national', (r) => `07${r.digits(3)} ${r.digits(6)}`, {
    numeric: true,
    texts: ['call %', 'mobile: %', 'tel %'],
  }),
  form('phone of India', (r) => `+91 9${r.digits(4)} ${r.digits(5)}`, { numeric: true }),
  form('phone with an extension', (r) => `03-6${r.digits(6)}`, {
    texts: ['% ext. 123', 'call %x123'],
    numeric: true,
  }),
  form('phone as a link', (r) => `tel:+972${local(r)}`, { numeric: true }),
  form('phone in a chat link', (r) => `972${local(r)}`, {
    texts: ['https://wa.me/%', 'https://t.me/+%'],
    numeric: true,
  }),
  // Cards.
  form('card with dots', (r) => cut(visa(r), fours, '.'), { numeric: true }),
  form('card with underscores', (r) => cut(visa(r), fours, '_'), { numeric: true }),
  form('card with slashes', (r) => cut(visa(r), fours, '/'), { numeric: true }),
  form('card with tabs', (r) => cut(visa(r), fours, '\t'), { numeric: true }),
  form('card with two blanks', (r) => cut(visa(r), fours, '  '), { numeric: true }),
  form('card with blank and hyphen', (r) => cut(visa(r), fours, ' - '), { numeric: true }),
  form('card of American Express in groups', (r) => cut(cardOf('34', 15)(r), [4, 6, 5], ' '), {
    numeric: true,
  }),
  form('card of UnionPay', (r) => cardOf('62', 19)(r), { numeric: true }),
  form('card of Maestro', (r) => cardOf('6759', 16)(r), { numeric: true }),
  form('card of Mir', (r) => cardOf('2200', 16)(r), { numeric: true }),
  form('card of Isracard, eight digits', (r) => r.digits(8), {
    texts: ['isracard: %', 'card number %'],
    keys: ['card.number'],
    numeric: true,
  }),
  form('card as a float', (r) => `${visa(r)}.0`, { numeric: true }),
  form('card with thousands', (r) => visa(r).replace(/\B(?=(\d{3})+$)/g, ','), { numeric: true }),
  form(
    'card as an exponent',
    (r) => {
      const n = visa(r)
      return `${n[0]}.${n.slice(1)}E+15`
    },
    { numeric: true },
  ),
  form('card behind text', (r) => `PAN${visa(r)}END`),
  form('track of a magnetic stripe', (r) => `;${visa(r)}=2912101${r.digits(9)}?`, { numeric: true }),
  form('security code', (r) => `${r.digits(3)}`, {
    texts: ['{"securityCode":"%"}', '"cvv2": %', 'CVC: %', 'cvv=%&x=1'],
    keys: ['card.cvv', 'payment.cvc2'],
  }),
  // Accounts and numbers of people.
  form('IBAN in small letters', (r) =>
    ibanOf('FR', `${r.digits(10)}${r.digits(11)}${r.digits(2)}`).toLowerCase(),
  ),
  form('IBAN with hyphens', (r) => ibanOf('NL', `ABNA${r.digits(10)}`).replace(/(.{4})(?=.)/g, '$1-')),
  form('IBAN behind its word', (r) => `IBAN${ibanOf('ES', r.digits(20))}`),
  form('identity number with hyphens', (r) => cut(identity(r), [1, 7, 1], '-'), {
    texts: ['ת.ז. %', 'ID: %', 'teudat zehut: %', 'מספר זהות %'],
    keys: ['id_number'],
    numeric: true,
  }),
  form('social security number', (r) => `${100 + r.below(500)}-${10 + r.below(89)}-${1000 + r.below(8999)}`, {
    texts: ['SSN %', 'ssn: %', 'social security number %'],
    keys: ['ssn'],
    numeric: true,
  }),
  form('passport', (r) => `${r.text(1, 'ABCDEFGH')}${r.digits(8)}`, {
    texts: ['passport %', 'passport no. %', 'דרכון %', '{"passportNumber":"%"}'],
    keys: ['passport'],
  }),
  form('date of birth, European', (r) => `${10 + r.below(18)}.0${1 + r.below(9)}.19${50 + r.below(49)}`, {
    texts: ['geb. am %', 'date of birth %', 'birthday: %', 'תאריך לידה: %'],
    keys: ['birthdate'],
    numeric: true,
  }),
  form('date of birth as a number', (r) => `19${50 + r.below(49)}0${1 + r.below(9)}1${r.below(9)}`, {
    texts: ['dob=%', '{"dateOfBirth":%}'],
    keys: ['dob'],
    numeric: true,
  }),
  // Addresses of machines and places.
  form(
    'IPv4 with a port',
    (r) =>
      `${80 + r.below(40)}.${100 + r.below(99)}.${100 + r.below(99)}.${100 + r.below(99)}:${10000 + r.below(9999)}`,
  ),
  form(
    'IPv4 in IPv6',
    (r) => `::ffff:${80 + r.below(40)}.${100 + r.below(99)}.${100 + r.below(99)}.${100 + r.below(99)}`,
  ),
  form(
    'IPv6 in full',
    (r) => `2a0d:${Array.from({ length: 7 }, () => r.text(4, '123456789abcdef')).join(':')}`,
  ),
  form(
    'IPv6 in brackets',
    (r) =>
      `[2a02:${r.text(4, '123456789abcdef')}:${r.text(4, '123456789abcdef')}::${r.text(4, '123456789abcdef')}]:443`,
  ),
  form('MAC with dots', (r) => cut(r.text(12, HEX).replace(/^../, 'a4'), [4, 4, 4], '.')),
  form('coordinates with letters', (r) => `${32}.${r.digits(5)}°N, ${34}.${r.digits(5)}°E`, {
    promised: true,
  }),
  form('coordinates in JSON', (r) => `32.${r.digits(6)}`, {
    texts: ['{"lat":%,"lng":34.781768}', '{"latitude": %}', '{"coords":[34.781768,%]}'],
  }),
  form('coordinates in a link', (r) => `32.${r.digits(6)},34.${r.digits(6)}`, {
    texts: ['https://maps.example.com/@%,17z', 'https://maps.example.com/?q=%', 'geo:%;u=35'],
  }),
  form(
    'address of America',
    (r) =>
      `${1000 + r.below(8000)} ${r.pick(['Maple', 'Sunset', 'Elm'])} ${r.pick(['Ave', 'Blvd', 'Rd'])}, Apt ${r.digits(2)}`,
    { texts: ['%', 'ship to %'] },
  ),
  form(
    'address in German',
    (r) =>
      `${r.pick(['Bahnhofstraße', 'Hauptstraße', 'Goethestr.'])} ${10 + r.below(80)}, ${10000 + r.below(89999)} ${r.pick(['Berlin', 'Köln'])}`,
    { texts: ['Adresse: %', 'wohnt %'], promised: false },
  ),
  form('address in Arabic', (r) => `شارع ${r.pick(['النيل', 'الحسين', 'يافا'])} ${100 + r.below(800)}`),
  form(
    'address in Hebrew with a house',
    (r) => `שדרות ${r.pick(['רוטשילד', 'בן גוריון', 'ירושלים'])} ${100 + r.below(800)} דירה ${r.digits(2)}`,
  ),
  // Keys of vendors.
  vendor('restricted payment key', ['rk_', 'live_'], 24),
  vendor('repository token', ['glp', 'at-'], 20),
  vendor('fine-grained repository token', ['github', '_pat_'], 60),
  vendor('model key', ['sk-', 'proj-'], 48),
  vendor('model key of another vendor', ['sk-', 'ant-api03-'], 60),
  vendor('shop token', ['shp', 'at_'], 32, HEX),
  vendor('cloud token', ['dop', '_v1_'], 64, HEX),
  vendor('infrastructure token', ['hv', 's.'], 24),
  vendor('dataset token', ['h', 'f_'], 34),
  vendor('temporary cloud key', ['AS', 'IA'], 16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'),
  vendor('access token of a search company', ['ya', '29.'], 60),
  vendor('observability token', ['gl', 'c_'], 60),
  vendor('mail key of another vendor', ['key', '-'], 32, HEX),
  form('bot token', (r) => `${1 + r.below(9)}${r.digits(9)}:AA${r.text(33)}`),
  form('chat web hook', (r) => r.text(24), {
    texts: [`https://hooks.${'slack'}.com/services/TA1B2C3D4/BA1B2C3D4/%`],
  }),
  form('signed storage link', (r) => `${r.text(40)}9`, {
    texts: ['https://x.blob.example.net/a?sv=2024&sig=%'],
  }),
  form(
    'key of an SSH agent',
    (r) =>
      `-----BEGIN ${'OPENSSH PRIVATE'} KEY-----\n${r.text(70)}\n${r.text(40)}\n-----END ${'OPENSSH PRIVATE'} KEY-----`,
    { texts: ['%'] },
  ),
  form('connection string of SQL Server', (r) => `Pwd${r.text(9)}1!`, {
    texts: ['Server=db;User Id=sa;Password=%;', 'Data Source=db;Uid=app;Pwd=%;Encrypt=yes'],
  }),
  form('connection string of a queue', (r) => `${r.text(40)}1=`, {
    texts: ['Endpoint=sb://x.example.net/;SharedAccessKeyName=root;SharedAccessKey=%'],
  }),
  form('connection string of Mongo', (r) => `${word(r)}:${r.text(12)}9`, {
    texts: ['mongodb+srv://%@cluster0.example.net/app', 'amqp://%@mq:5672/v'],
  }),
  form('password with signs', (r) => `${r.text(5)}$&;${r.text(5)}`, {
    texts: ['password="%"', "PGPASSWORD='%' psql", 'DB_PASSWORD: "%"'],
    keys: ['admin_password'],
  }),
  form('password behind an arrow', (r) => `${r.text(11)}9`, {
    texts: [
      'password -> %',
      'passwd => %',
      'new password = %',
      'pass phrase: %',
      'סיסמה: %',
      'كلمة المرور: %',
    ],
  }),
  form('secret in an environment', (r) => `${r.text(20)}9`, {
    texts: [
      'export API_SECRET=%',
      'STRIPE_SECRET_KEY=%',
      '-e JWT_SECRET=%',
      '--token=%',
      'client_secret=%&grant_type=x',
    ],
  }),
  form('header of a key', (r) => `${r.text(24)}9`, {
    texts: [
      'x-api-key: %',
      'X-Auth-Token: %',
      'Authorization: Token %',
      'Proxy-Authorization: Bearer %',
      '-H "apikey: %"',
      "['authorization', 'Bearer %']",
    ],
    keys: ['http.request.header.x-api-key'],
  }),
  form('cookie of a session', (r) => `${r.text(26)}4`, {
    texts: [
      'Set-Cookie: __Host-session=%; Path=/; HttpOnly',
      'PHPSESSID=%',
      'JSESSIONID=%',
      'next-auth.session-token=%',
      'ASP.NET_SessionId=%',
    ],
  }),
  form('one-time code', (r) => r.digits(6), {
    texts: ['your verification code is %', 'OTP: %', 'otp=%', 'קוד האימות שלך: %', '{"oneTimeCode":"%"}'],
    keys: ['otp'],
  }),
  form('link to reset', (r) => `${r.text(22)}9`, {
    texts: [
      'https://example.com/reset-password/%',
      '/auth/magic?link_token=%',
      '/invite/%/accept',
      '/unsubscribe?key=%',
    ],
  }),
  // Names by context, in words outside the lists.
  form(
    'name behind a label',
    (r) =>
      `${r.pick(['Xochitl', 'Bjarne', 'Nkechi', 'Siobhan', 'Thuy'])} ${r.pick(['Quetzal', 'Thorvald', 'Adeyemi', 'Mulcahy', 'Nguyenova'])}`,
    {
      texts: [
        'name: %',
        'guest=%',
        '{"lastName":"%"}',
        'Buyer: %',
        'signed by %',
        'Best regards, %',
        'on behalf of %',
        'contact person: %',
        'passenger %',
        'From: %',
      ],
      keys: ['buyer.full_name', 'passenger_name'],
    },
  ),
  form(
    'name in Hebrew behind a word',
    (r) =>
      `${r.pick(['זיוית', 'אלקנה', 'תהילה', 'ינון'])} ${r.pick(['בוזגלו', 'שטרית', 'קפלינסקי', 'וקנין'])}`,
    {
      texts: ['לכבוד %', 'מר %', 'שם: %', 'המזמין: %', 'עבור %', 'היי %,'],
    },
  ),
]
