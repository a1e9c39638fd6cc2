import type { Attributes, Context, Link, SpanKind } from '@opentelemetry/api'
import { type Sampler, SamplingDecision, type SamplingResult } from '@opentelemetry/sdk-trace'

/**
 * Span types of Next.js that only say how Next works inside. They are leaves (or hold only each other), so leaving
 * them out loses no child. Two spans stay for an API call instead of six.
 */
const NOISE = new Set([
  'LoadComponents.loadRouteModule',
  'RouteModule.prepare',
  'AppRouteRouteModule.loadUserland',
  'NextNodeServer.findPageComponents',
  'NextNodeServer.getLayoutOrPageModule',
  'NextNodeServer.startResponse',
  'NextNodeServer.clientComponentLoading',
  'NextNodeServer.createComponentTree',
])
const NOISE_PREFIX = 'Instrumentation.'

/** Leaves out the spans of Next.js that say nothing about the app; asks `next` about all others. */
export function dietSampler(next: Sampler): Sampler {
  return {
    shouldSample(
      context: Context,
      traceId: string,
      name: string,
      kind: SpanKind,
      attributes: Attributes,
      links: Link[],
    ): SamplingResult {
      if (isNoise(attributes['next.span_type'])) return { decision: SamplingDecision.NOT_RECORD }
      return next.shouldSample(context, traceId, name, kind, attributes, links)
    },
    toString: () => `DietSampler{${next.toString()}}`,
  }
}

function isNoise(type: unknown): boolean {
  return typeof type === 'string' && (NOISE.has(type) || type.startsWith(NOISE_PREFIX))
}
