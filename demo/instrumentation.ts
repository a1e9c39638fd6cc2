export { onRequestError, register } from '@ticketcap/telemetry'
