import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, type TestContext, test } from 'vitest'
import { type Console, startConsole } from '../cli/src/console/server.ts'
import { id, otlpRequest } from '../cli/src/console/testing.ts'
import { type ServedLedger, serveLedger } from './console/serve-ledger.ts'
import { browserAvailability, startBrowser } from './support/browser.ts'

const available = browserAvailability()
const PHONE = { width: 360, height: 740 }
const TRACE = id(0xa1, 16)
const VIEWS = { t: 'Traces', l: 'Ledger', e: 'Errors' } as const
/** What a page of the console must never ask for: everything is served by the console itself. */
const FOREIGN = /^https?:\/\/(?!127\.0\.0\.1:)/

const errors = [
  {
    eventId: id(1, 16),
    traceId: TRACE,
    spanId: id(1, 8),
    title: 'Error: cannot print the ticket of [name] <b>[email]</b>',
    transaction: 'GET /throws',
    level: 'error',
    platform: 'node',
    userId: '[user:0123456789abcdef]',
    release: '0.1.0',
    time: '2026-01-01T00:00:00.000Z',
    receivedAt: '2026-01-01T00:00:00.000Z',
  },
]

describe('the console in a browser', () => {
  let collector: ServedLedger
  let console: Console
  let browser: Browser
  let page: Page
  const asked: string[] = []
  const complaints: string[] = []

  beforeAll(async () => {
    if (!available.ok) return
    collector = await serveLedger()
    console = await startConsole({ port: 0, errors: { errors: () => errors }, ledger: collector.source })
    for (const [traceId, route, policy, error] of [
      [TRACE, '/throws', 'keep-errors', true],
      [id(0xa2, 16), '/api/orders', 'keep-payments', false],
      [id(0xa3, 16), '/', 'baseline', false],
    ] as const) {
      const spans = [
        { traceId, spanId: id(1, 8), name: `GET ${route}`, kind: 2, route, error, end: 90 },
        { traceId, spanId: id(2, 8), parentSpanId: id(1, 8), name: 'find [email]', start: 10, end: 40 },
      ]
      const response = await fetch(`${console.url}/v1/traces`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-protobuf' },
        body: new Uint8Array(otlpRequest(spans, policy)),
      })
      expect(response.status).toBe(200)
    }
    browser = await startBrowser()
  })

  afterAll(async () => {
    await browser?.close()
    await console?.close()
    await collector?.close()
  })

  beforeEach(async (context) => {
    skipWithoutBrowser(context)
    asked.length = 0
    complaints.length = 0
    page = await open({ width: 1280, height: 800 })
    await page.goto(console.url)
    await page.locator('#traces a').first().waitFor()
  })

  afterEach(async () => {
    await page?.close()
    expect(complaints).toEqual([])
    expect(asked.filter((url) => FOREIGN.test(url))).toEqual([])
  })

  async function open(viewport: { width: number; height: number }, colorScheme: 'dark' | 'light' = 'light') {
    const opened = await browser.newPage({ viewport, colorScheme })
    opened.on('request', (request) => asked.push(request.url()))
    opened.on('pageerror', (error) => complaints.push(error.message))
    opened.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    return opened
  }

  const titles = () => page.locator('#traces .title').allTextContents()

  test.each([
    ['text', 'a2a2a2', ['GET /api/orders']],
    ['status', 'error', ['GET /throws']],
    ['policy', 'baseline', ['GET /']],
    ['route', '/api/orders', ['GET /api/orders']],
    ['text', 'nothing like this', []],
  ])('finds traces by %s "%s"', async (field, value, expected) => {
    const input = page.locator(`#filters [name=${field}]`)
    if (field === 'text') await input.fill(value)
    else await input.selectOption(value)
    await expect.poll(titles).toEqual(expected)
    expect(await page.locator('#empty').isVisible()).toBe(expected.length === 0)
  })

  test('every view opens with one key, and not while somebody types', async () => {
    for (const [key, name] of Object.entries(VIEWS)) {
      await page.keyboard.press(key)
      await page.locator(`#tabs a[aria-current="page"]:has-text("${name}")`).waitFor()
    }
    await page.keyboard.press('t')
    await page.keyboard.press('/')
    await page.keyboard.type('error')
    expect(await page.locator('#filters [name=text]').inputValue()).toBe('error')
    expect(await page.locator('#tabs a[aria-current="page"]').textContent()).toBe('Traces')
  })

  test('a trace is read with the keyboard alone', async () => {
    await page.locator('#traces a').first().focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.locator('h1:has-text("GET /api/orders")').waitFor()
    await page.locator('.span').nth(1).focus()
    await page.keyboard.press('Enter')
    await page.locator('.details:visible').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('.note').waitFor()
  })

  test('an error leads to its trace, and masked values look masked', async () => {
    await page.goto(`${console.url}/#/errors`)
    const title = page.locator('.error h2')
    await title.waitFor()
    expect(await title.textContent()).toBe('Error: cannot print the ticket of [name] <b>[email]</b>')
    expect(await page.locator('.error mark').allTextContents()).toEqual([
      '[name]',
      '[email]',
      '[user:0123456789abcdef]',
    ])
    await page.getByText('Open its trace').click()
    await page.locator('h1:has-text("GET /throws")').waitFor()
    expect(page.url()).toContain(TRACE)
  })

  test('the ledger shows every sum, follows the collector, and names the place where items vanish', async () => {
    await page.goto(`${console.url}/#/ledger`)
    const place = page.locator('.sum').filter({ hasText: 'otlp_http/tempo' })
    await place.waitFor()
    expect(await page.locator('.ledger h2').allTextContents()).toEqual([
      'Spans',
      'Errors, replays, logs',
      'Metric points',
    ])
    expect(await place.textContent()).toBe('otlp_http/tempo1,010 in1,000 delivered10 in the queuecloses')
    expect(await page.getByRole('status').filter({ hasText: 'closes' }).textContent()).toBe(
      'Every sum closes.',
    )
    collector.lose(7)
    await page.getByText('Nobody counted what became of 7 items at otlp_http/tempo.').waitFor()
    expect(await place.locator('.verdict').textContent()).toBe('7 missing')
    collector.lose(0)
    await page.getByText('Every sum closes.').waitFor()
  })

  test('nothing is offered that the console was not given: Prometheus, a collector', async () => {
    const offered = () => page.locator('#tabs a:visible').allTextContents()
    await expect.poll(offered, { timeout: 10_000 }).toEqual(['Traces', 'Ledger', 'Errors'])
    const alone = await startConsole({ port: 0 })
    await page.goto(alone.url)
    await expect.poll(offered, { timeout: 10_000 }).toEqual(['Traces', 'Errors'])
    await alone.close()
  })

  test.each(['dark', 'light'] as const)('fits a phone, %s', async (scheme) => {
    const phone = await open(PHONE, scheme)
    for (const where of ['#/', `#/trace/${TRACE}`, '#/errors', '#/ledger']) {
      await phone.goto(`${console.url}/${where}`)
      await phone.locator('#traces a, .error, .span, .sum').first().waitFor({ state: 'attached' })
      expect(await phone.evaluate('document.documentElement.scrollWidth'), where).toBeLessThanOrEqual(
        PHONE.width,
      )
    }
    const [text, ground] = await phone.evaluate<[string, string]>(
      `['color', 'background-color'].map((name) => getComputedStyle(document.body).getPropertyValue(name))`,
    )
    expect(brightness(text) < brightness(ground)).toBe(scheme === 'light')
    await phone.close()
  })
})

describe('the numbers and drawings of the console', () => {
  let console: Console
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    if (!available.ok) return
    console = await startConsole({ port: 0 })
    browser = await startBrowser()
    page = await browser.newPage()
    await page.goto(console.url)
  })

  beforeEach(skipWithoutBrowser)

  afterAll(async () => {
    await browser?.close()
    await console?.close()
  })

  test.each([
    [0, 's', '0 s'],
    [0.0421, 's', '42 ms'],
    [5400, 's', '90 min'],
    [259_200, 's', '3 d'],
    [-6.67, 'percentunit', '-667 %'],
    [0.0634, 'percentunit', '6.3 %'],
    [1536, 'bytes', '1.5 KiB'],
    [1_500_000, 'decbytes', '1.5 MB'],
    [19_834, 'short', '19.8k'],
    [1.46, 'reqps', '1.5 req/s'],
    [Number.NaN, 'short', '–'],
  ])('writes %f in the unit %s as %s', async (value, unit, text) => {
    const call = `import('/units.js').then(({ inUnit }) => inUnit(${value}, '${unit}'))`
    expect(await page.evaluate(call)).toBe(text)
  })

  test('ticks are round and hold every value', async () => {
    const ticks = (low: number, high: number) =>
      page.evaluate(`import('/scale.js').then(({ niceTicks }) => niceTicks(${low}, ${high}))`)
    expect(await ticks(0, 1)).toEqual([0, 0.25, 0.5, 0.75, 1])
    expect(await ticks(0, 0.047)).toEqual([0, 0.02, 0.04, 0.06])
    expect(await ticks(-3, 7)).toEqual([-5, -2.5, 0, 2.5, 5, 7.5])
  })

  test('ticks of bytes are round in the unit they are written in', async () => {
    const call = `import('/scale.js').then(({ ticksIn }) => ticksIn('bytes', 0, ${150 * 1024 ** 2}))`
    expect(await page.evaluate(call)).toEqual([0, 50, 100, 150].map((tick) => tick * 1024 ** 2))
    const plain = `import('/scale.js').then(({ ticksIn }) => ticksIn('short', 0, 150))`
    expect(await page.evaluate(plain)).toEqual([0, 50, 100, 150])
  })

  test('stacked series stand on those before them, and a hole adds nothing', async () => {
    const series = '[{ points: [[1, 2], [2, NaN]] }, { points: [[1, 3], [2, 4]] }]'
    expect(await page.evaluate(`import('/scale.js').then(({ stacked }) => stacked(${series}))`)).toEqual([
      {
        points: [
          [1, 2, 0],
          [2, 0, 0],
        ],
      },
      {
        points: [
          [1, 5, 2],
          [2, 4, 0],
        ],
      },
    ])
  })

  test.each([
    [0.005, undefined],
    [0.01, 'red'],
    [Number.NaN, undefined],
  ])('a value of %f has the colour of the step it has reached', async (value, colour) => {
    const steps = `[{ value: null }, { value: 0.01, color: 'red' }]`
    const call = `import('/panel.js').then(({ colourOf }) => colourOf(${value}, ${steps}))`
    expect((await page.evaluate(call)) ?? undefined).toBe(colour)
  })
})

function skipWithoutBrowser({ skip }: TestContext): void {
  if (!available.ok) skip(available.reason)
}

/** Of a colour as the browser says it: rgb(1, 2, 3). */
function brightness(colour: string): number {
  return (colour.match(/\d+/g) ?? []).slice(0, 3).reduce((sum, part) => sum + Number(part), 0)
}
