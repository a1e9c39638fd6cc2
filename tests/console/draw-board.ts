import type { Browser } from 'playwright-core'
import { waitFor } from '../support/wait-for.ts'

/** What stands on a board once all of its panels are filled. */
interface DrawnBoard {
  readonly panels: number
  /** Titles of panels that say they have no data. */
  readonly empty: string[]
  /** Remarks of Prometheus, and errors of the page. */
  readonly complaints: string[]
  /** Pixels the page takes, which must not be more than there are. */
  readonly width: number
}

/** Opens a board of the console and waits until every panel is filled. */
export async function drawBoard(
  browser: Browser,
  url: string,
  viewport: { width: number; height: number },
): Promise<DrawnBoard> {
  const page = await browser.newPage({ viewport })
  try {
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    await page.goto(url)
    await page.locator('.panel').first().waitFor()
    const waiting = page.locator('.panel:has(.waiting) h3')
    await waitFor(async () => (await waiting.count()) === 0, {
      deadline: 30_000,
      describe: async () => `Still waiting: ${(await waiting.allTextContents()).join(', ')}`,
    })
    const empty = page.locator('.panel:has(.no-data) h3')
    return {
      panels: await page.locator('.panel').count(),
      empty: await empty.allTextContents(),
      complaints: [...complaints, ...(await page.locator('.complaint').allTextContents())],
      width: (await page.evaluate('document.documentElement.scrollWidth')) as number,
    }
  } finally {
    await page.close()
  }
}
