/** The box offices this app serves. */
export const TENANTS = ['habima', 'zappa'] as const

/** One of the box offices. */
export type Tenant = (typeof TENANTS)[number]

/** Header that names the tenant, from a gateway to the proxy and from the proxy to pages and routes. */
export const TENANT_HEADER = 'x-tenant'

/** The tenant of a bare host such as 127.0.0.1. */
const DEFAULT_TENANT: Tenant = 'habima'

/** Where a request may name its tenant. */
export interface TenantHints {
  readonly header: string | null
  readonly host: string | null
  readonly cookie: string | undefined
}

/**
 * Picks the tenant: the x-tenant header, else the first label of the host (zappa.example.com), else the cookie
 * the tenant switch wrote, else habima. Undefined when the header names nobody we know.
 */
export function resolveTenant({ header, host, cookie }: TenantHints): Tenant | undefined {
  if (header !== null) return isTenant(header) ? header : undefined
  const label = host?.split('.')[0]?.toLowerCase()
  if (isTenant(label)) return label
  if (isTenant(cookie)) return cookie
  return DEFAULT_TENANT
}

/** True for the name of a box office we serve. */
export function isTenant(value: string | null | undefined): value is Tenant {
  return TENANTS.some((tenant) => tenant === value)
}
