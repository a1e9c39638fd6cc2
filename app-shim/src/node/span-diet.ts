import {
  type Context,
  context,
  INVALID_SPAN_CONTEXT,
  type ProxyTracerProvider,
  type Span,
  type SpanOptions,
  type Tracer,
  type TracerProvider,
  trace,
} from '@opentelemetry/api'

/** The name Next.js gives its tracer. */
const NEXT = 'next.js'
/** Span types of Next.js that only say how Next works inside. Two spans stay for an API call instead of six. */
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

/**
 * Leaves out the spans of Next.js that say nothing about the app.
 *
 * They are left out before they are made, which a sampler cannot do: it is asked when ids, context and attributes have
 * been paid for, and what runs inside a span it refuses would have a parent that nobody has ever seen.
 */
export function putOnDiet(
  provider: TracerProvider = (trace.getTracerProvider() as ProxyTracerProvider).getDelegate(),
): void {
  const getTracer = provider.getTracer.bind(provider)
  let next: Tracer | undefined
  provider.getTracer = (name, version, options) => {
    if (name !== NEXT) return getTracer(name, version, options)
    next ??= leanTracer(getTracer(name, version, options))
    return next
  }
}

type Run<T> = (span: Span) => T
type StartActive<T> = [Run<T>] | [SpanOptions, Run<T>] | [SpanOptions, Context, Run<T>]

function leanTracer(tracer: Tracer): Tracer {
  return {
    startSpan(name, options, parent) {
      return isNoise(options) ? standIn(parent) : tracer.startSpan(name, options, parent)
    },
    startActiveSpan<T>(name: string, ...args: StartActive<T>): T {
      const [options, parent] = args
      if (!isNoise(options)) return (tracer.startActiveSpan as (...all: unknown[]) => T)(name, ...args)
      const run = args.at(-1) as Run<T>
      return args.length === 3
        ? context.with(parent as Context, run, undefined, standIn(parent as Context))
        : run(standIn())
    },
  }
}

/** A span that records nothing and passes on the one around it, so that a child finds its true parent. */
function standIn(parent: Context = context.active()): Span {
  return trace.wrapSpanContext(trace.getSpanContext(parent) ?? INVALID_SPAN_CONTEXT)
}

function isNoise(options: unknown): boolean {
  const type = (options as SpanOptions | undefined)?.attributes?.['next.span_type']
  return typeof type === 'string' && (NOISE.has(type) || type.startsWith(NOISE_PREFIX))
}
