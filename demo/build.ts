/** Builds the app for production. */
import { runNext } from './run-next.ts'

await runNext('build')
