import { CX_APPLICATION_ID } from 'diameter-codec'
import { z } from 'zod'
import { AuthenticationCentre } from '../s6a/authentication-centre.js'
import type { RunningSample, SampleApplication, SampleSurroundings } from '../sample-application.js'
import { sampleSubscribers } from '../subscriber/sample-subscribers.js'
import { readSubscribers } from '../subscriber/subscriber-directory.js'
import { CxHomeSubscriberServer } from './cx-home-subscriber-server.js'

const SETTINGS = z.strictObject({
  subscribers: z.string().min(1).optional().describe('table of subscribers: a CSV file, or a table of a SQLite database'),
  sampleSubscribers: z.int().min(1).max(1_000_000).default(1000).describe('how many sample subscribers there are without a table'),
})

/** An HSS on Cx as a configuration names it. */
export const CX_SAMPLE: SampleApplication<typeof SETTINGS> = {
  word: 'cx',
  applicationId: CX_APPLICATION_ID,
  describe: 'home subscriber server for the CSCFs of IMS (Cx, Dx)',
  settings: SETTINGS,
  open(settings, { readTable, surroundings }: SampleSurroundings): RunningSample {
    const subscribers =
      settings.subscribers === undefined ? sampleSubscribers(settings.sampleSubscribers) : readSubscribers(readTable(settings.subscribers))
    const centre = new AuthenticationCentre(() => surroundings.randomUint32())
    const server = new CxHomeSubscriberServer(subscribers, centre)
    return { served: server.served, summary: `${subscribers.size} subscribers`, connect: () => {} }
  },
}
