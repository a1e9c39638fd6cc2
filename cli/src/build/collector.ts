import { buildCollector as build } from '../../../collector/build.ts'
import { CollectorBuildError } from '../../../collector/go-toolchain.ts'
import { SidecarError } from '../errors.ts'
import { ROOT } from '../root.ts'
import type { Report } from '../terminal/progress.ts'

/** Builds the collector from its committed distribution. Returns false when it was up to date. */
export async function buildCollector(report: Report): Promise<boolean> {
  try {
    const { built } = await build({ root: ROOT, onProgress: report })
    return built
  } catch (error) {
    if (error instanceof CollectorBuildError) throw new SidecarError(error.code, error.message)
    throw error
  }
}
