import { S6A_APPLICATION_ID } from 'diameter-codec'
import { z } from 'zod'
import { LateSender } from '../late-sender.js'
import type { RunningSample, SampleApplication, SampleSurroundings } from '../sample-application.js'
import { sampleSubscribers } from '../subscriber/sample-subscribers.js'
import { readSubscribers } from '../subscriber/subscriber-directory.js'
import { HomeSubscriberServer } from './home-subscriber-server.js'
import type { HssEvent } from './hss-event.js'

const SETTINGS = z.strictObject({
  subscribers: z.string().min(1).optional().describe('table of subscribers: a CSV file, or a table of a SQLite database'),
  sampleSubscribers: z.int().min(1).max(1_000_000).default(1000).describe('how many sample subscribers there are without a table'),
})

/** An HSS on S6a as a configuration names it. */
export const S6A_SAMPLE: SampleApplication<typeof SETTINGS> = {
  word: 's6a',
  applicationId: S6A_APPLICATION_ID,
  describe: 'home subscriber server for MMEs and SGSNs (S6a, S6d)',
  settings: SETTINGS,
  open(settings, { readTable, onEvent, surroundings }: SampleSurroundings): RunningSample {
    const subscribers =
      settings.subscribers === undefined ? sampleSubscribers(settings.sampleSubscribers) : readSubscribers(readTable(settings.subscribers))
    const sender = new LateSender()
    const server = new HomeSubscriberServer({
      subscribers,
      sender,
      randomUint32: () => surroundings.randomUint32(),
      onEvent: (event) => onEvent(event.kind, describeHssEvent(event)),
    })
    return { served: server.served, summary: `${subscribers.size} subscribers`, connect: (to) => sender.connect(to) }
  },
}

/** One line for people. */
export function describeHssEvent(event: HssEvent): string {
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
