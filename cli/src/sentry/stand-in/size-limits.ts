const KIB = 1024
const MIB = 1024 * KIB

/** Sentry's published limits on what it takes in; it may change them at any time. */
export const MAX_COMPRESSED_BYTES = 20 * MIB
export const MAX_BODY_BYTES = 100 * MIB
export const MAX_ITEMS = 1000

/** Bytes of one item, by type; types that are not named have only the limit of the request. */
export const MAX_ITEM_BYTES: Readonly<Record<string, number>> = {
  event: MIB,
  transaction: MIB,
  check_in: 100 * KIB,
  client_report: 4 * KIB,
  log: MIB,
  feedback: MIB,
  replay_event: MIB,
  attachment: 50 * MIB,
  replay_recording: 10 * MIB,
}
