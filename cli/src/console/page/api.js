/** GETs JSON; throws an Error with the console's own words when the answer is not a success. @param {string} path */
export async function get(path) {
  const response = await fetch(path)
  const body = await response.json()
  if (response.ok) return body
  throw new Error(`${body.error.where}: ${body.error.seen}. ${body.error.do}`)
}

/** Path of the trace list for a filter. @param {Record<string, string>} filter empty values do not filter */
export function listPath(filter) {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''))
  query.set('limit', '200')
  return `/api/traces?${query}`
}
