export { onRouterTransitionStart } from '@ticketcap/telemetry/client'
