/** Round values from 0, or below, to at least `high`, about `count` of them. */
export function niceTicks(low, high, count = 4) {
  const span = high - low || 1
  const rough = span / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough)
  const first = Math.floor(low / step) * step
  const ticks = []
  for (let at = first; at < high + step * 0.999; at += step) ticks.push(Number(at.toPrecision(12)))
  return ticks
}

/** The same in a unit: bytes are round in KiB, MiB and so on. @param {string} unit of a Grafana panel */
export function ticksIn(unit, low, high) {
  if (unit !== 'bytes' || high < 1024) return niceTicks(low, high)
  const scale = 1024 ** Math.floor(Math.log(high) / Math.log(1024))
  return niceTicks(low / scale, high / scale).map((tick) => tick * scale)
}

/** Adds up series point by point, each on those before it. */
export function stacked(series) {
  const below = new Map()
  return series.map((one) => ({
    ...one,
    points: one.points.map(([time, value]) => {
      const key = Math.round(time)
      const base = below.get(key) ?? 0
      const top = base + (Number.isNaN(value) ? 0 : value)
      below.set(key, top)
      return [time, top, base]
    }),
  }))
}
