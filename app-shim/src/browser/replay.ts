import type { Integration } from '@sentry/core'
import { replayIntegration } from '@sentry/replay'

/** Attributes whose text is masked like the text of the page. */
const MASKED_ATTRIBUTES = ['alt', 'aria-label', 'label', 'placeholder', 'title']

/** Records the page with every text and input masked and every image blocked; bodies and headers of calls are not recorded. */
export function maskedReplay(): Integration {
  return replayIntegration({
    maskAllText: true,
    maskAllInputs: true,
    blockAllMedia: true,
    maskAttributes: MASKED_ATTRIBUTES,
  })
}
