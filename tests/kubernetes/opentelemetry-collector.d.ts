import type {
  Container,
  EnvFromSource,
  EnvVar,
  Lifecycle,
  ResourceRequirements,
  SecurityContext,
  Volume,
  VolumeMount,
} from 'kubernetes-types/core/v1.d.ts'
import type { ObjectMeta } from 'kubernetes-types/meta/v1.d.ts'

/**
 * The custom resource of the OpenTelemetry Operator, as its v1beta1 definition has it for `mode: sidecar`: fields that
 * the operator refuses or ignores in that mode are left out.
 */
export interface OpenTelemetryCollector {
  apiVersion: 'opentelemetry.io/v1beta1'
  kind: 'OpenTelemetryCollector'
  metadata: ObjectMeta
  spec: {
    mode: 'sidecar'
    managementState: 'managed' | 'unmanaged'
    upgradeStrategy: 'automatic' | 'none'
    image?: string
    imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never'
    args?: Record<string, string>
    config: {
      receivers: Record<string, unknown>
      processors?: Record<string, unknown>
      exporters: Record<string, unknown>
      connectors?: Record<string, unknown>
      extensions?: Record<string, unknown>
      service: {
        extensions?: string[]
        telemetry?: Record<string, unknown>
        pipelines: Record<string, unknown>
      }
    }
    configVersions?: number
    env?: EnvVar[]
    envFrom?: EnvFromSource[]
    initContainers?: Container[]
    lifecycle?: Lifecycle
    resources?: ResourceRequirements
    securityContext?: SecurityContext
    volumeMounts?: VolumeMount[]
    volumes?: Volume[]
  }
}
