import type { Surroundings } from '@sigbed/sctp-sockets'
import type { RequestSender, ServedApplication } from './application.js'

/** What a client does over and over: attach a subscriber, check an equipment, lead a session. By the name it has on the command line. */
export interface ClientProcedure {
  /** "attach" */
  readonly word: string
  /** One line for help. */
  readonly describe: string
  /** Applications whose requests it sends. */
  readonly applicationIds: readonly number[]
  open(surroundings: ClientSurroundings): RunningClient
}

export interface ClientSurroundings {
  readonly surroundings: Surroundings
  readonly originHost: string
  /** Realm of the servers it asks. */
  readonly destinationRealm: string
  /** What a server does by itself. One line for people. */
  onEvent(kind: string, detail: string): void
}

/** A client that runs. */
export interface RunningClient {
  /** What answers the requests that servers push to it. */
  readonly served: readonly ServedApplication[]
  /** Where its requests go out; called once, before the first run. */
  connect(sender: RequestSender): void
  /** Runs the procedure once, for the `index`-th subscriber, equipment or session of the sample population. Never rejects. */
  run(index: number): Promise<ProcedureOutcome>
}

export interface ProcedureOutcome {
  readonly ok: boolean
  /** One line for people: what came of it. */
  readonly detail: string
}
