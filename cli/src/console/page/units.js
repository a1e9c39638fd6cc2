import { duration } from './format.js'

const BYTES = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
const DECIMAL_BYTES = ['B', 'kB', 'MB', 'GB', 'TB']
const THOUSANDS = ['', 'k', 'M', 'G', 'T']
const PER_SECOND = { reqps: ' req/s', cps: '/s', ops: ' op/s' }

/** A number in the unit of a Grafana panel. @param {number} value @param {string} [unit] @param {number} [decimals] */
export function inUnit(value, unit = 'short', decimals) {
  if (Number.isNaN(value)) return '–'
  if (unit === 's' && value === 0) return '0 s'
  if (unit === 's') return value < 0 ? `−${duration(-value * 1000)}` : longDuration(value)
  if (unit === 'percentunit') return `${plain(value * 100, decimals)} %`
  if (unit === 'bytes') return scaled(value, 1024, BYTES, ' ')
  if (unit === 'decbytes') return scaled(value, 1000, DECIMAL_BYTES, ' ')
  const text = Math.abs(value) >= 10_000 ? scaled(value, 1000, THOUSANDS, '') : plain(value, decimals)
  return text + (PER_SECOND[unit] ?? '')
}

function longDuration(seconds) {
  if (seconds < 120) return duration(seconds * 1000)
  if (seconds < 7200) return `${plain(seconds / 60, 0)} min`
  return seconds < 172_800 ? `${plain(seconds / 3600, 1)} h` : `${plain(seconds / 86_400, 1)} d`
}

function scaled(value, base, names, gap) {
  let at = 0
  let rest = value
  while (Math.abs(rest) >= base && at < names.length - 1) {
    rest /= base
    at += 1
  }
  return `${plain(rest, at === 0 ? undefined : 1)}${gap}${names[at]}`
}

/** As many digits as tell numbers apart, at most three behind the point. */
function plain(value, decimals) {
  const digits = decimals ?? (Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 1 ? 1 : 3)
  return value.toLocaleString('en', { maximumFractionDigits: digits })
}
