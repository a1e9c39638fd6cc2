/** The bars on a ticket: one per hexadecimal digit of the order id, wide or narrow by its value. */
export function TicketCode({ id }: { id: string }) {
  let x = 0
  const bars = [...id.replaceAll('-', '')].map((digit, index) => {
    const value = Number.parseInt(digit, 16)
    const bar = { key: index, x, width: 1 + (value & 3) }
    x += bar.width + 1 + (value >> 2)
    return bar
  })
  return (
    <svg className="ticket-code" viewBox={`0 0 ${x} 60`} preserveAspectRatio="none" aria-hidden="true">
      {bars.map((bar) => (
        <rect key={bar.key} x={bar.x} width={bar.width} height="60" />
      ))}
    </svg>
  )
}
