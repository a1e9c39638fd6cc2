/** What the demo sells: fixed tenants and events, so that every start and every buyer sees the same catalogue. */

/** A tenant: one box office with its own events, guests and money. */
export interface TenantRow {
  readonly id: string
  readonly nameHe: string
  readonly nameEn: string
}

/** An event as it is seeded. `priceMinor` is in agorot; `presold` seats were sold before the demo opened. */
export interface EventRow {
  readonly id: number
  readonly tenantId: string
  readonly kind: 'play' | 'concert' | 'tour' | 'workshop'
  readonly titleHe: string
  readonly titleEn: string
  readonly blurbHe: string
  readonly blurbEn: string
  readonly venueId: string
  readonly startsAt: string
  readonly priceMinor: number
  readonly capacity: number
  readonly presold: number
}

export const TENANTS: readonly TenantRow[] = [
  { id: 'habima', nameHe: 'הבימה', nameEn: 'Habima' },
  { id: 'zappa', nameHe: 'זאפה', nameEn: 'Zappa' },
]

type Texts = Pick<EventRow, 'titleHe' | 'titleEn' | 'blurbHe' | 'blurbEn'>

const SHOWS: readonly EventRow[] = [
  show(1, 'habima', 'play', 'rovina', '2027-01-14T20:30:00+02:00', 18000, 9000, 2140, {
    titleHe: 'הקיץ האחרון ביפו',
    titleEn: 'The Last Summer in Jaffa',
    blurbHe: 'שלוש אחיות, בית אחד מול הים, ולילה שבו כל מה שלא נאמר נאמר סוף סוף.',
    blurbEn: 'Three sisters, one house by the sea, and the night everything unsaid is finally said.',
  }),
  show(2, 'habima', 'play', 'rovina', '2027-01-21T20:30:00+02:00', 22000, 930, 904, {
    titleHe: 'המלך ליר',
    titleEn: 'King Lear',
    blurbHe: 'תרגום חדש, במה עירומה, ומלך אחד שמחלק את הכול מלבד את עצמו.',
    blurbEn: 'A new translation, a bare stage, and a king who gives away everything but himself.',
  }),
  show(3, 'habima', 'play', 'meskin', '2027-02-03T19:00:00+02:00', 12000, 6000, 410, {
    titleHe: 'שעון הקוקייה',
    titleEn: 'The Cuckoo Clock',
    blurbHe: 'קומדיה משפחתית על דירה קטנה, חתונה גדולה ושעון שלא מפסיק לצלצל.',
    blurbEn: 'A family comedy about a small flat, a big wedding and a clock that will not stop ringing.',
  }),
  show(4, 'habima', 'workshop', 'bertonov', '2027-02-10T17:00:00+02:00', 0, 4000, 12, {
    titleHe: 'קריאה פתוחה: מחזות חדשים',
    titleEn: 'Open Reading: New Plays',
    blurbHe: 'ערב ללא תשלום עם שישה כותבים צעירים. הרשמה מראש, קפה בכניסה.',
    blurbEn: 'A free evening with six young writers. Register ahead; coffee at the door.',
  }),
  show(101, 'zappa', 'concert', 'herzliya', '2027-01-16T21:30:00+02:00', 16500, 8000, 1210, {
    titleHe: 'לילה כחול: רביעיית הלבנט',
    titleEn: 'Blue Night: The Levant Quartet',
    blurbHe: 'ג׳אז, עוד וחצוצרה אחת מעומעמת. אלבום שלישי, הופעה ראשונה.',
    blurbEn: 'Jazz, oud and one muted trumpet. The third album, played live for the first time.',
  }),
  show(102, 'zappa', 'concert', 'tel-aviv', '2027-01-23T22:00:00+02:00', 24000, 480, 461, {
    titleHe: 'נמל ורד',
    titleEn: 'Port of Roses',
    blurbHe: 'להקת הרוק שמילאה את הקיץ חוזרת לערב אחד אקוסטי.',
    blurbEn: 'The rock band that filled the summer returns for a single acoustic evening.',
  }),
  show(103, 'zappa', 'concert', 'jerusalem', '2027-02-06T21:00:00+02:00', 14000, 7000, 95, {
    titleHe: 'קולות מהמדבר',
    titleEn: 'Voices of the Desert',
    blurbHe: 'שש זמרות, כלי הקשה ושירים שנאספו בין ערד לאילת.',
    blurbEn: 'Six singers, hand percussion and songs collected between Arad and Eilat.',
  }),
  show(104, 'zappa', 'workshop', 'tel-aviv', '2027-02-12T18:00:00+02:00', 0, 3000, 44, {
    titleHe: 'במה פתוחה',
    titleEn: 'Open Stage',
    blurbHe: 'שלושה שירים לכל אחד. הכניסה חופשית בהרשמה מראש.',
    blurbEn: 'Three songs each. Free entry when you register ahead.',
  }),
]

/** Tours of one to three seats: the events where two buyers meet at the last one. */
const TOUR_SEATS: readonly number[] = [1, 2, 3, 1, 2, 3]

export const EVENTS: readonly EventRow[] = [
  ...SHOWS,
  ...TOUR_SEATS.map((seats, day) =>
    tour(11 + day, 'habima', 'rovina', day, seats, {
      titleHe: 'סיור מאחורי הקלעים',
      titleEn: 'Backstage Tour',
      blurbHe: 'קבוצה זעירה, המלבישה הראשית ומפתח לכל דלת.',
      blurbEn: 'A tiny group, the head dresser and a key to every door.',
    }),
  ),
  ...TOUR_SEATS.map((seats, day) =>
    tour(111 + day, 'zappa', 'tel-aviv', day, seats, {
      titleHe: 'בדיקת סאונד עם הלהקה',
      titleEn: 'Soundcheck with the Band',
      blurbHe: 'כיסא ליד המיקסר, שעה לפני שהדלתות נפתחות.',
      blurbEn: 'A chair by the mixing desk, an hour before doors open.',
    }),
  ),
]

function show(
  id: number,
  tenantId: string,
  kind: EventRow['kind'],
  venueId: string,
  startsAt: string,
  priceMinor: number,
  capacity: number,
  presold: number,
  texts: Texts,
): EventRow {
  return { id, tenantId, kind, venueId, startsAt, priceMinor, capacity, presold, ...texts }
}

function tour(
  id: number,
  tenantId: string,
  venueId: string,
  day: number,
  seats: number,
  texts: Texts,
): EventRow {
  const startsAt = `2027-02-${15 + day}T11:00:00+02:00`
  return {
    id,
    tenantId,
    kind: 'tour',
    venueId,
    startsAt,
    priceMinor: 9500,
    capacity: seats,
    presold: 0,
    ...texts,
  }
}
