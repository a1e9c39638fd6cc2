/// <reference lib="dom" />
import {
  BrowserClient,
  breadcrumbsIntegration,
  browserApiErrorsIntegration,
  dedupeIntegration,
  defaultStackParser,
  eventFiltersIntegration,
  getCurrentScope,
  globalHandlersIntegration,
  httpContextIntegration,
  linkedErrorsIntegration,
  makeFetchTransport,
} from '@sentry/browser'
import type { BrowserConfig } from './browser-config.ts'
import { cleanBreadcrumb, cleanEvent } from './clean-event.ts'
import { loadReplayWhenIdle, replayRates } from './load-replay.ts'
import { type PageTrace, pageTrace } from './page-trace.ts'
import { propagateTraceparent } from './propagate-traceparent.ts'

/** The SDK sends only with a DSN. This one leads nowhere: the app's own route takes the envelopes. */
const PLACEHOLDER_DSN = 'https://browser@telemetry.invalid/1'

/** The browser part of a page. */
export interface BrowserTelemetry {
  readonly client: BrowserClient
  readonly trace: PageTrace
}

/** Starts the browser part. A visit without an error that is not recorded sends nothing. */
export function startBrowser(config: BrowserConfig): BrowserTelemetry {
  const rates = replayRates(config)
  const client = new BrowserClient({
    dsn: PLACEHOLDER_DSN,
    tunnel: config.tunnelPath,
    release: config.release,
    environment: config.environment,
    ignoreErrors: [...config.ignoreErrors],
    ...rates,
    sendClientReports: false,
    dataCollection: {
      userInfo: false,
      cookies: false,
      httpHeaders: false,
      httpBodies: [],
      urlQueryParams: false,
    },
    beforeBreadcrumb: cleanBreadcrumb,
    stackParser: defaultStackParser,
    transport: makeFetchTransport,
    integrations: [
      eventFiltersIntegration(),
      globalHandlersIntegration(),
      browserApiErrorsIntegration(),
      // The router tells navigations, before they happen.
      breadcrumbsIntegration({ history: false }),
      linkedErrorsIntegration(),
      // A page that fails in a loop is one error.
      dedupeIntegration(),
      httpContextIntegration(),
    ],
  })
  const scope = getCurrentScope()
  scope.setClient(client)
  const traceparent = document.querySelector<HTMLMetaElement>('meta[name="traceparent"]')?.content
  const trace = pageTrace(traceparent, (traceId) => scope.setPropagationContext({ traceId, sampleRand: 0 }))
  // Reading it ends a trace that is over, before the SDK writes it on the event.
  client.on('preprocessEvent', () => trace.current())
  client.addEventProcessor(cleanEvent)
  client.init()
  propagateTraceparent(window, trace, config.tunnelPath)
  if (rates) loadReplayWhenIdle(client)
  return { client, trace }
}
