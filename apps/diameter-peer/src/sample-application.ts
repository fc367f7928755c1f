import type { Surroundings } from '@sigbed/sctp-sockets'
import type { z } from 'zod'
import type { RequestSender, ServedApplication } from './application.js'
import type { TableRows } from './table/table-rows.js'

/** What a sample application is given besides its settings. */
export interface SampleSurroundings {
  readonly surroundings: Surroundings
  readonly originHost: string
  readonly originRealm: string
  /**
   * Reads a table the settings name, a CSV file or a table of a SQLite database. Paths count from where the settings stand.
   * @throws TableError, or what the database does
   */
  readTable(name: string): TableRows
  /** What happens that no request tells: a location cancelled, a session expired. One line for people. */
  onEvent(kind: string, detail: string): void
}

/** A sample application that runs. */
export interface RunningSample {
  readonly served: ServedApplication
  /** What it serves besides: the PCRF of Gx has an Rx side. */
  readonly companions?: readonly ServedApplication[]
  /** Its data, in a few words: "100 subscribers". */
  readonly summary: string
  /** Where the requests it pushes go out; called once, before the first request comes in. */
  connect(sender: RequestSender): void
}

/**
 * A sample application as a node offers it: by the name it has in configurations and on the command line, with the settings it takes
 * there. Without settings it runs on sample data, so that a first try needs no file.
 */
export interface SampleApplication<S extends z.ZodType = z.ZodType> {
  /** "s6a" */
  readonly word: string
  readonly applicationId: number
  /** Words of what it serves besides and cannot do without: "rx" of the PCRF. */
  readonly companionWords?: readonly string[]
  /** One line for help. */
  readonly describe: string
  /** Checks what stands under its name; accepts an empty map. */
  readonly settings: S
  /** @throws TableError for data that is wrong */
  open(settings: z.output<S>, surroundings: SampleSurroundings): RunningSample
}
