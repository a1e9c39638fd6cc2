import { trackCapacity, trackCapacityRace, trackTenantAccessBlocked } from '@ticketcap/telemetry/metrics'
import { withDatabase } from '../database.ts'
import { type Hold, holdSeats, type SeatRequest } from './hold-seats.ts'

/** Takes seats and tells the metrics what happened at the border of the tenant and at the last seat. */
export async function register(request: SeatRequest): Promise<Hold> {
  const hold = await withDatabase((pool) => holdSeats(pool, request))
  const eventId = String(request.eventId)
  if (hold.kind === 'held') trackCapacity(eventId, hold.registration.seatsTaken, hold.registration.capacity)
  if (hold.kind === 'sold_out' && hold.raced) trackCapacityRace(eventId, 'prevented')
  if (hold.kind === 'other_tenant') trackTenantAccessBlocked()
  return hold
}
