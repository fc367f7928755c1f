import { z } from 'zod'
import type { SampleSurroundings } from '../sample-application.js'
import { sampleSubscribers } from './sample-subscribers.js'
import { readSubscribers, type SubscriberDirectory } from './subscriber-directory.js'

/** Where a sample application has its subscribers from. */
export const SUBSCRIBER_SETTINGS = z.strictObject({
  subscribers: z.string().min(1).optional().describe('table of subscribers: a CSV file, or a table of a SQLite database'),
  sampleSubscribers: z.int().min(1).max(1_000_000).default(1000).describe('how many sample subscribers there are without a table'),
})

/** @throws TableError for a table that is wrong */
export function openSubscribers(
  settings: z.output<typeof SUBSCRIBER_SETTINGS>,
  { readTable }: Pick<SampleSurroundings, 'readTable'>,
): SubscriberDirectory {
  return settings.subscribers === undefined
    ? sampleSubscribers(settings.sampleSubscribers)
    : readSubscribers(readTable(settings.subscribers))
}
