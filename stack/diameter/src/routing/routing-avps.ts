import { type AvpCursor, RFC6733, RFC7683 } from 'diameter-codec'

/**
 * What routing looks at in a request, found in one walk: where the value of each AVP stands in the message, and its length, 0 where
 * there is none. Good as long as the message is. RFC 6733 §6.1, §6.7.1. Hot.
 */
export class RoutingAvps {
  octets: Uint8Array = NO_OCTETS
  destinationHostAt = 0
  destinationHostLength = 0
  destinationRealmAt = 0
  destinationRealmLength = 0
  sessionIdAt = 0
  sessionIdLength = 0
  userNameAt = 0
  userNameLength = 0
  /** The request has OC-Supported-Features: somebody on its way reacts to overload reports (RFC 7683 §5.1.2). */
  announcesOverloadControl = false
  /** Route-Records; the first MOST_ROUTE_RECORDS of them can be asked for. */
  routeRecords = 0
  private readonly routeRecordAts = new Int32Array(MOST_ROUTE_RECORDS)
  private readonly routeRecordLengths = new Int32Array(MOST_ROUTE_RECORDS)

  /** Walks from the first AVP on. The walk itself has been checked when the message was received. */
  read(cursor: AvpCursor): void {
    this.octets = cursor.octets
    this.destinationHostLength = 0
    this.destinationRealmLength = 0
    this.sessionIdLength = 0
    this.userNameLength = 0
    this.announcesOverloadControl = false
    this.routeRecords = 0
    cursor.rewind()
    while (cursor.next()) {
      if (cursor.vendorId !== 0) continue
      switch (cursor.code) {
        case DESTINATION_HOST:
          this.destinationHostAt = cursor.valueAt
          this.destinationHostLength = cursor.valueLength
          break
        case DESTINATION_REALM:
          this.destinationRealmAt = cursor.valueAt
          this.destinationRealmLength = cursor.valueLength
          break
        case SESSION_ID:
          this.sessionIdAt = cursor.valueAt
          this.sessionIdLength = cursor.valueLength
          break
        case USER_NAME:
          this.userNameAt = cursor.valueAt
          this.userNameLength = cursor.valueLength
          break
        case OC_SUPPORTED_FEATURES:
          this.announcesOverloadControl = true
          break
        case ROUTE_RECORD:
          this.keepRouteRecord(cursor.valueAt, cursor.valueLength)
          break
      }
    }
  }

  /** RFC 6733 §6.1.6 has no agent so deep; what has passed this many is going round in circles. */
  hasTooManyRouteRecords(): boolean {
    return this.routeRecords > MOST_ROUTE_RECORDS
  }

  routeRecordAt(index: number): number {
    return this.routeRecordAts[index]!
  }

  routeRecordLength(index: number): number {
    return this.routeRecordLengths[index]!
  }

  /** Lets go of the message. */
  release(): void {
    this.octets = NO_OCTETS
  }

  private keepRouteRecord(at: number, length: number): void {
    if (this.routeRecords < MOST_ROUTE_RECORDS) {
      this.routeRecordAts[this.routeRecords] = at
      this.routeRecordLengths[this.routeRecords] = length
    }
    this.routeRecords++
  }
}

const MOST_ROUTE_RECORDS = 64
const DESTINATION_HOST = RFC6733.avp('Destination-Host').code
const DESTINATION_REALM = RFC6733.avp('Destination-Realm').code
const SESSION_ID = RFC6733.avp('Session-Id').code
const USER_NAME = RFC6733.avp('User-Name').code
const ROUTE_RECORD = RFC6733.avp('Route-Record').code
const OC_SUPPORTED_FEATURES = RFC7683.avp('OC-Supported-Features').code
const NO_OCTETS = new Uint8Array(0)
