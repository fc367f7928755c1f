import type { AvpTable, CommandTable, Dictionary } from 'diameter-codec'
import type { ApplicationRequest, RequestOutcome, RequestSender } from './application.js'

/** For applications that are made before the node that sends for them. Whoever asks too early made a mistake in the program. */
export class LateSender implements RequestSender {
  private sender: RequestSender | null = null

  connect(sender: RequestSender): void {
    this.sender = sender
  }

  request<A extends AvpTable, C extends CommandTable>(
    dictionary: Dictionary<A, C>,
    request: ApplicationRequest<A, C>,
    onOutcome: (outcome: RequestOutcome<A, C>) => void,
  ): void {
    this.connected().request(dictionary, request, onOutcome)
  }

  nextSessionId(): string {
    return this.connected().nextSessionId()
  }

  private connected(): RequestSender {
    if (this.sender === null) throw new Error('the application has no node to send its requests yet')
    return this.sender
  }
}
