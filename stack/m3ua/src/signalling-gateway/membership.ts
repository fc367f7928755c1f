import type { AspState } from '../asp-state-machine.js'
import type { RoutedTraffic } from '../routing-context.js'
import { AnswerSuppression } from './answer-suppression.js'
import type { ApplicationServer } from './application-server.js'
import type { RemoteAsp } from './remote-asp.js'

/** One ASP in one AS: the state the SGP keeps for the pair. RFC 4666 §4.3.1. */
export class Membership implements RoutedTraffic {
  readonly routingContext: number
  readonly networkAppearance: number
  state: AspState = 'ASP-DOWN'
  /** To DATA of this ASP. */
  readonly answers = new AnswerSuppression()

  constructor(
    readonly asp: RemoteAsp,
    readonly applicationServer: ApplicationServer,
    /** By REG REQ, not by configuration. */
    readonly registered: boolean,
  ) {
    this.routingContext = applicationServer.routingContext
    this.networkAppearance = applicationServer.networkAppearance
  }
}
