import { DATA_MESSAGE_CODE, DataMessage, ERROR_CODE, readDataMessage } from '@sigbed/m3ua-codec'
import type { Interoperability } from '../interoperability.js'
import { routingContextOrNull, trafficOfData } from '../routing-context.js'
import { isUnexpectedStream } from '../stream-selection.js'
import type { AspLink } from './asp-link.js'
import type { AspTraffic } from './asp-traffic.js'

/** DATA that an ASP receives: whether it may come, and for which AS. RFC 4666 §3.3.1, §4.3.1. On the path taken per message: allocates nothing. */
export class DataReception {
  private readonly incoming = new DataMessage()

  constructor(
    private readonly traffic: readonly AspTraffic[],
    private readonly interoperability: Interoperability,
    private readonly link: AspLink,
    private readonly onData: (message: DataMessage, routingContext: number) => void,
  ) {}

  /** The link has begun the message, for it to be refused. */
  handle(octets: Uint8Array, offset: number, length: number, streamId: number): void {
    const { incoming, link, interoperability } = this
    const fault = readDataMessage(octets, offset, length, incoming)
    if (fault !== null) {
      link.refuse(fault.errorCode, fault.where)
      return
    }
    // RFC 4666 §1.4.7, §3.8.1: DATA MUST NOT come on stream 0.
    if (isUnexpectedStream(DATA_MESSAGE_CODE, streamId) && interoperability.acceptsDataOnStreamZero !== true) {
      link.refuseData(ERROR_CODE.INVALID_STREAM_IDENTIFIER, incoming)
      return
    }
    const traffic = trafficOfData(this.traffic, incoming, interoperability.acceptsAnyNetworkAppearance)
    if (typeof traffic === 'number') {
      link.refuseData(traffic, incoming)
    } else if (traffic.state === 'ASP-ACTIVE' || traffic.requested) {
      // Also while ASPAC is under way: DATA has streams of its own and may overtake the acknowledgement, which is on stream 0.
      this.onData(incoming, traffic.routingContext)
    } else if (traffic.state === 'ASP-INACTIVE') {
      // RFC 4666 §3.8.1: silently discarded in ASP-INACTIVE. DATA that were under way while the ASP left its traffic get no ERR each.
      link.onEvent({ kind: 'data-discarded', routingContext: routingContextOrNull(traffic.routingContext) })
    } else {
      // RFC 4666 §4.3.1: an ASP that is down SHOULD NOT be sent DATA.
      link.refuseData(ERROR_CODE.UNEXPECTED_MESSAGE, incoming)
    }
  }
}
