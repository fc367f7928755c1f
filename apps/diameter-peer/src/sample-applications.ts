import { CX_SAMPLE } from './cx/cx-sample.js'
import { GY_SAMPLE } from './online-charging/gy-sample.js'
import { GX_SAMPLE } from './policy-control/gx-sample.js'
import { S6A_SAMPLE } from './s6a/s6a-sample.js'
import { S13_SAMPLE } from './s13/s13-sample.js'
import type { SampleApplication } from './sample-application.js'

/** Every sample application there is. One more is one more line here. */
export const SAMPLE_APPLICATIONS: readonly SampleApplication[] = [S6A_SAMPLE, S13_SAMPLE, CX_SAMPLE, GX_SAMPLE, GY_SAMPLE]
