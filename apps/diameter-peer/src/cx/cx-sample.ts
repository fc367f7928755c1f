import { CX_APPLICATION_ID } from 'diameter-codec'
import { counted } from '../counted.js'
import { AuthenticationCentre } from '../s6a/authentication-centre.js'
import type { RunningSample, SampleApplication, SampleSurroundings } from '../sample-application.js'
import { openSubscribers, SUBSCRIBER_SETTINGS } from '../subscriber/subscriber-settings.js'
import { CxHomeSubscriberServer } from './cx-home-subscriber-server.js'

/** An HSS on Cx as a configuration names it. */
export const CX_SAMPLE: SampleApplication<typeof SUBSCRIBER_SETTINGS> = {
  word: 'cx',
  applicationId: CX_APPLICATION_ID,
  describe: 'home subscriber server for the CSCFs of IMS (Cx, Dx)',
  settings: SUBSCRIBER_SETTINGS,
  open(settings, given: SampleSurroundings): RunningSample {
    const subscribers = openSubscribers(settings, given)
    const centre = new AuthenticationCentre(() => given.surroundings.randomUint32())
    const server = new CxHomeSubscriberServer(subscribers, centre)
    return { served: server.served, summary: counted(subscribers.size, 'subscriber'), connect: () => {} }
  },
}
