export { POST } from '@ticketcap/telemetry/tunnel'
