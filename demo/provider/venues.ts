/** A venue in both languages: what the event page fetches from upstream. */
export interface Venue {
  readonly nameHe: string
  readonly nameEn: string
  readonly addressHe: string
  readonly addressEn: string
  readonly doorsMinutesBefore: number
  readonly accessible: boolean
}

export const VENUES: Readonly<Record<string, Venue>> = {
  rovina: venue('אולם רובינא', 'Rovina Hall', 'שדרות התיאטרון 2, תל אביב', '2 Theatre Blvd, Tel Aviv', 45),
  meskin: venue('אולם מסקין', 'Meskin Hall', 'שדרות התיאטרון 2, תל אביב', '2 Theatre Blvd, Tel Aviv', 30),
  bertonov: venue(
    'במת ברטונוב',
    'Bertonov Stage',
    'שדרות התיאטרון 2, תל אביב',
    '2 Theatre Blvd, Tel Aviv',
    20,
  ),
  'tel-aviv': venue(
    'מועדון תל אביב',
    'Tel Aviv Club',
    'דרך הנמל 24, תל אביב',
    '24 Harbour Road, Tel Aviv',
    90,
  ),
  jerusalem: venue(
    'מועדון ירושלים',
    'Jerusalem Club',
    'דרך התחנה 28, ירושלים',
    '28 Station Road, Jerusalem',
    90,
  ),
  herzliya: venue(
    'מועדון הרצליה',
    'Herzliya Club',
    'רחוב המדע 85, הרצליה',
    '85 Science Street, Herzliya',
    75,
  ),
}

function venue(
  nameHe: string,
  nameEn: string,
  addressHe: string,
  addressEn: string,
  doorsMinutesBefore: number,
): Venue {
  return { nameHe, nameEn, addressHe, addressEn, doorsMinutesBefore, accessible: true }
}
