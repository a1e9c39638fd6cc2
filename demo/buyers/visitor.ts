import { cardNumber } from './check-digit.ts'
import { inventPerson, type Person } from './person.ts'
import type { Place, Plant } from './plants.ts'
import type { Random } from './random.ts'
import type { PlannedRequest } from './request.ts'
import { inventSecrets, type Secrets } from './secrets.ts'

/** Card prefixes: Visa, Mastercard old and new range, Isracard-style Maestro, Discover. */
const CARD_PREFIXES = ['4', '51', '2221', '6011']

/** One visitor with an identity, and everything of it that a request may carry. Whatever it hands out is planted. */
export class Visitor {
  readonly random: Random
  readonly tenant: 'habima' | 'zappa'
  readonly #person: Person
  readonly #secrets: Secrets
  readonly #onPlant: ((plant: Plant) => void) | undefined

  constructor(random: Random, serial: number, onPlant?: (plant: Plant) => void) {
    this.random = random
    this.tenant = random.pick(['habima', 'zappa'] as const)
    this.#person = inventPerson(random, serial)
    this.#secrets = inventSecrets(random)
    this.#onPlant = onPlant
  }

  /** Headers as browsers, gateways and careless clients send them. */
  headers(): Record<string, string> {
    const { random } = this
    const cookies = [`session=${this.#plant('session', 'header', this.#secrets.session)}`]
    if (random.next() < 0.5) {
      const name = this.#plant('name', 'header', this.#person.name)
      cookies.push(`guest=${this.#plant('name', 'header', encodeURIComponent(name))}`)
    }
    const headers: Record<string, string> = {
      'x-tenant': this.tenant,
      'accept-language': random.pick(['he-IL,he;q=0.9', 'en-GB,en;q=0.8']),
      'x-forwarded-for': this.#plant('ip', 'header', this.#person.ip),
      cookie: cookies.join('; '),
    }
    const extra = random.between(0, 3)
    if (extra === 0) headers.authorization = `Bearer ${this.#plant('bearer', 'header', this.#secrets.bearer)}`
    if (extra === 1) headers['x-api-key'] = this.#plant('vendor_key', 'header', this.#secrets.vendorKey)
    if (extra === 2) headers['x-user-email'] = this.#plant('email', 'header', this.#person.email)
    return headers
  }

  /** A query string as mail campaigns and sloppy links make it. */
  query(): string {
    const query = new URLSearchParams({
      email: this.#plant('email', 'query', this.#person.email),
      phone: this.#plant('phone', 'query', this.#person.phone),
      tz: this.#plant('teudat_zehut', 'query', this.#person.teudatZehut),
      token: this.#plant('jwt', 'query', this.#secrets.jwt),
    })
    return `?${query}`
  }

  /** What a guest types into a free text: everything about themselves. */
  introduction(): string {
    const plant = (kind: string, value: string) => this.#plant(kind, 'query', value)
    const { name, email, phone, teudatZehut } = this.#person
    return [
      plant('name', name),
      plant('email', email),
      plant('phone', phone),
      `ת.ז ${plant('teudat_zehut', teudatZehut)}`,
      plant('card', this.#card('4242')),
      plant('source_token', this.#secrets.sourceToken),
    ].join(' ')
  }

  /** A secret link out of a mail. */
  resetPath(): string {
    return `/verify/${this.#plant('reset_token', 'path', this.#secrets.resetToken)}`
  }

  /** A profile link that names a person. */
  profilePath(): string {
    const email = this.#plant('email', 'path', this.#person.email)
    return `/users/${this.#plant('email', 'path', encodeURIComponent(email))}`
  }

  /** The form of a registration, and more than was asked for. */
  form(eventId: number, spots: number): Record<string, unknown> {
    const plant = (kind: string, value: string) => this.#plant(kind, 'body', value)
    const { name, email, phone, teudatZehut, address } = this.#person
    return {
      eventId,
      spots,
      name: plant('name', name),
      email: plant('email', email),
      phone: plant('phone', phone),
      teudatZehut: plant('teudat_zehut', teudatZehut),
      address: plant('address', address),
      locale: this.random.pick(['he', 'en']),
    }
  }

  /** A card for a body: valid, and with the last four digits that decide what the provider does. */
  card(lastFour: string): string {
    return this.#plant('card', 'body', this.#card(lastFour))
  }

  /** A request for a page or a GET route. */
  get(route: string, path: string): PlannedRequest {
    return { method: 'GET', route, path, headers: this.headers() }
  }

  /** A JSON request. */
  post(route: string, body: Record<string, unknown>): PlannedRequest {
    const headers = { ...this.headers(), 'content-type': 'application/json' }
    return { method: 'POST', route, path: route, headers, body }
  }

  #plant(kind: string, place: Place, value: string): string {
    this.#onPlant?.({ kind, place, value })
    return value
  }

  #card(lastFour: string): string {
    return cardNumber(this.random.pick(CARD_PREFIXES), this.random.digits(10), lastFour)
  }
}
