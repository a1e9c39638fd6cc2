import { h } from './dom.js'

/** What the scrubber writes in place of a value: its kind, sometimes with a keyed hash. */
const MASK =
  /(\[(?:email|phone|national_id|passport|card|card_security|iban|bank_account|ip|mac|jwt|auth|cookie|secret|credentials|token|literal|variables|geo|name|address|birth_date|health|device|user|masked|opaque|limit)(?::[0-9a-f]{16})?\])/

/** Text as nodes in which masked values look masked. @param {string} text */
export function withMasks(text) {
  return text
    .split(MASK)
    .filter((part) => part !== '')
    .map((part) => (MASK.test(part) ? h('mark.masked', { title: 'Masked by the scrubber' }, part) : part))
}
