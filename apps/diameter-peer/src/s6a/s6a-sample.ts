import { S6A_APPLICATION_ID } from 'diameter-codec'
import { counted } from '../counted.js'
import { LateSender } from '../late-sender.js'
import type { RunningSample, SampleApplication, SampleSurroundings } from '../sample-application.js'
import { openSubscribers, SUBSCRIBER_SETTINGS } from '../subscriber/subscriber-settings.js'
import { HomeSubscriberServer } from './home-subscriber-server.js'
import type { HssEvent } from './hss-event.js'

/** An HSS on S6a as a configuration names it. */
export const S6A_SAMPLE: SampleApplication<typeof SUBSCRIBER_SETTINGS> = {
  word: 's6a',
  applicationId: S6A_APPLICATION_ID,
  describe: 'home subscriber server for MMEs and SGSNs (S6a, S6d)',
  settings: SUBSCRIBER_SETTINGS,
  open(settings, given: SampleSurroundings): RunningSample {
    const subscribers = openSubscribers(settings, given)
    const sender = new LateSender()
    const server = new HomeSubscriberServer({
      subscribers,
      sender,
      randomUint32: () => given.surroundings.randomUint32(),
      onEvent: (event) => given.onEvent(event.kind, describeHssEvent(event)),
    })
    return { served: server.served, summary: counted(subscribers.size, 'subscriber'), connect: (to) => sender.connect(to) }
  },
}

/** One line for people. */
function describeHssEvent(event: HssEvent): string {
  switch (event.kind) {
    case 'registered':
      return `${event.imsi} is served by ${event.host} (${event.as})`
    case 'purged':
      return `${event.imsi} was purged by ${event.host} (${event.as})`
    case 'notified':
      return `${event.host} told of ${event.imsi}: ${event.of.join(', ')}`
    case 'refused':
      return `${event.command} about ${event.imsi} was refused: ${event.reason}`
    case 'pushed':
      return `${event.command}${event.imsi === null ? '' : ` about ${event.imsi}`} to ${event.host}: ${event.outcome}`
    default:
      return event satisfies never
  }
}
