import { afterEach } from 'vitest'
import { forgetEnded, reportOutput } from './output-on-failure.ts'

// vitest set-up file: a failing promise prints what the programs it started had to say.
afterEach(({ task }) => {
  if (task.result?.state === 'fail') console.error(reportOutput())
  else forgetEnded()
})
