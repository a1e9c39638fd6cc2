import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import { Scope } from '@sentry/core'

/** Published by Node.js for every request, in the context in which the request is then handled. */
const REQUEST_START = 'http.server.request.start'

/** What is known about the request that is being handled. */
export interface RequestRecord {
  readonly request: IncomingMessage | undefined
  /** User, tags and breadcrumbs; made by the first of them, since most requests have none. */
  scope?: Scope
}

/** One record a request, never seen by another request. */
export interface RequestRecords {
  /** The record of the request that is being handled. */
  current(): RequestRecord | undefined
  /** Gives the work that follows in this asynchronous context a record, unless it has one. */
  begin(): void
  /** Runs work outside of any request. */
  readonly outside: <T>(work: () => T) => T
}

/**
 * Keeps requests apart by the asynchronous context of Node.js. A request of the same connection that follows starts
 * with an empty record, because Node.js announces each.
 */
export function requestRecords(): RequestRecords {
  const storage = new AsyncLocalStorage<RequestRecord>()
  subscribe(REQUEST_START, (message) => {
    storage.enterWith({ request: (message as { request: IncomingMessage }).request })
  })
  return {
    current: () => storage.getStore(),
    begin() {
      if (storage.getStore() === undefined) storage.enterWith({ request: undefined })
    },
    outside: (work) => storage.exit(work),
  }
}

/** The scope of a record, made on first use. */
export function scopeOf(record: RequestRecord): Scope {
  record.scope ??= new Scope()
  return record.scope
}
