import type { SampleApplication } from './sample-application.js'

/** Every sample application there is. One more is one more line here. */
export const SAMPLE_APPLICATIONS: readonly SampleApplication[] = []
