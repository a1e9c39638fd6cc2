import {
  applySdkMetadata,
  createStackParser,
  type Envelope,
  eventFiltersIntegration,
  linkedErrorsIntegration,
  serializeEnvelope,
} from '@sentry/core'
import { nodeStackLineParser, ServerRuntimeClient } from '@sentry/core/server'
import { cleanFrames } from './frames.ts'
import { serverSourceMaps } from './server-source-maps.ts'

/** The SDK sends only with a DSN. This one leads nowhere: the collector alone knows the real one. */
const PLACEHOLDER_DSN = 'https://collector@telemetry.invalid/1'

export interface ClientOptions {
  readonly release: string | undefined
  readonly environment: string | undefined
  readonly ignoreErrors: readonly (string | RegExp)[]
  /** Directory of the app; file names are told relative to it. */
  readonly directory: string
  readonly send: (envelope: Uint8Array) => void
}

/**
 * Sentry's own client for servers, with what an error needs and nothing that works on every request: scopes are passed
 * with each error, so nothing of one request can reach another, and traces stay the business of OpenTelemetry.
 */
export function sentryClient({ release, environment, ignoreErrors, directory, send }: ClientOptions) {
  const options = {
    dsn: PLACEHOLDER_DSN,
    release,
    environment,
    ignoreErrors: [...ignoreErrors],
    platform: 'node',
    runtime: { name: 'node', version: process.versions.node },
    includeServerName: false,
    sendClientReports: false,
    // The SDK's default would add an integration for spans.
    traceLifecycle: 'static' as const,
    dataCollection: NOTHING_PERSONAL,
    integrations: [eventFiltersIntegration(), linkedErrorsIntegration()],
    stackParser: createStackParser(nodeStackLineParser()),
    transport: () => ({
      send: async (envelope: Envelope) => {
        send(bytesOf(envelope))
        return {}
      },
      flush: async () => true,
    }),
  }
  applySdkMetadata(options, 'node')
  const client = new ServerRuntimeClient(options)
  const map = serverSourceMaps(directory)
  client.addEventProcessor((event) => cleanFrames(event, map, directory))
  client.init()
  return client
}

/** What the SDK may collect by itself. */
const NOTHING_PERSONAL = {
  userInfo: false,
  cookies: false,
  httpHeaders: { request: false, response: false },
  httpBodies: [],
  urlQueryParams: false,
  graphQL: { document: false, variables: false },
  genAI: { inputs: false, outputs: false },
  databaseQueryData: false,
  stackFrameVariables: false,
}

function bytesOf(envelope: Envelope): Uint8Array {
  const body = serializeEnvelope(envelope)
  return typeof body === 'string' ? new TextEncoder().encode(body) : body
}
