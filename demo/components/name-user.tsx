'use client'

import { setUserContext } from '@ticketcap/telemetry/client'

/** Names the guest on the errors of this page. While it is drawn, so that an error of the first moment knows it too. */
export function NameUser({ id }: { id: string }) {
  setUserContext(id)
  return null
}
