import { pageContext } from '../../lib/http/request-context.ts'

/** A page whose server component fails while it renders, with what the guest typed inside the message. */
export default async function ThrowsPage({ searchParams }: { searchParams: Promise<{ guest?: string }> }) {
  const { guest = 'nobody' } = await searchParams
  const { tenant } = await pageContext()
  throw new Error(`cannot show the seating plan of ${tenant} to ${guest}`)
}
