import { TEXTS } from '../../lib/content/texts.ts'
import { pageContext } from '../../lib/http/request-context.ts'
import { slowReport } from '../../lib/slow-report.ts'

/** A page that takes its time: `?ms=` milliseconds, 2500 unless told. */
export default async function SlowPage({ searchParams }: { searchParams: Promise<{ ms?: string }> }) {
  const { ms: asked } = await searchParams
  const { locale } = await pageContext()
  const ms = await slowReport(asked)
  return <p className="notice">{TEXTS[locale].slow(ms)}</p>
}
