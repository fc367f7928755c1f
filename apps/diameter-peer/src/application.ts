import {
  type AvpCursor,
  type AvpOf,
  type AvpTable,
  type AvpWriter,
  type CommandTable,
  type DiameterMessage,
  type Dictionary,
  decodeEnteredMessage,
  isDecodeFault,
  type MessageHeader,
  writeAvps,
} from 'diameter-codec'

/** What CER and CEA say of an application (RFC 6733 §5.3). */
export interface AdvertisedApplication {
  readonly applicationId: number
  /** 0 for the IETF's own; any other goes into Vendor-Specific-Application-Id. */
  readonly vendorId: number
  readonly kind: 'authentication' | 'accounting'
}

/**
 * An application a node serves, as the node sees it. Sample applications take whole messages as values, for they are written to be
 * read; traffic that is measured goes through AvpCursor and AvpWriter instead.
 */
export interface ServedApplication {
  /** For people: "S6a HSS". */
  readonly name: string
  readonly advertised: AdvertisedApplication
  /**
   * Answers one request at once. Header, cursor and octets are borrowed until it returns. Never throws for what a peer may send.
   * A duplicate does not come here: the node repeats the answer by itself.
   */
  answer(header: MessageHeader, avps: AvpCursor): ApplicationAnswer
}

export interface ApplicationAnswer {
  readonly result: ApplicationResult
  /** Sets the E bit of a 5xxx too: an answer that does not follow the format of its command (RFC 6733 §7.1.5, §7.2). */
  readonly isErrorAnswer: boolean
  /** Complete AVPs for Failed-AVP (RFC 6733 §7.5), or none. */
  readonly failedAvp: Uint8Array
  /** Writes the AVPs of the answer besides those the node writes: Session-Id, the result, Origin-Host, Origin-Realm, Failed-AVP, Proxy-Info. */
  writeAvps(into: AvpWriter): void
}

/** Result-Code, or the Experimental-Result of a vendor (RFC 6733 §7.1, §7.6). */
export type ApplicationResult = number | ExperimentalResult

export interface ExperimentalResult {
  readonly vendorId: number
  readonly experimentalResultCode: number
}

/** What an application's own code returns: a result and the AVPs that follow it, typed by its dictionary. */
export interface TypedAnswer<A extends AvpTable> {
  readonly result: ApplicationResult
  readonly avps: readonly AvpOf<A>[]
}

/**
 * Makes a served application of a function from typed requests to typed answers. A request the dictionary refuses is answered with
 * the fault's Result-Code and Failed-AVP and never reaches the function.
 */
export function servedApplication<A extends AvpTable, C extends CommandTable>(
  name: string,
  advertised: AdvertisedApplication,
  dictionary: Dictionary<A, C>,
  answer: (request: DiameterMessage<A, C>) => TypedAnswer<A>,
): ServedApplication {
  return {
    name,
    advertised,
    answer: (header, avps) => {
      const request = decodeEnteredMessage(header, avps, dictionary)
      if (isDecodeFault(request))
        return { result: request.resultCode, isErrorAnswer: true, failedAvp: request.failedAvp, writeAvps: () => {} }
      const typed = answer(request)
      return {
        result: typed.result,
        isErrorAnswer: false,
        failedAvp: NO_OCTETS,
        writeAvps: (into) => writeAvps(typed.avps, dictionary, into),
      }
    },
  }
}

/**
 * Why a request will not be answered: nobody to send it to, no room, held back because the peer is overloaded (RFC 7683), no answer in
 * time, or the connection was lost and there was no other.
 */
export type RequestFailure = 'unroutable' | 'busy' | 'throttled' | 'timeout' | 'connection-lost' | 'abandoned'

/** What became of a request. The answer is a value of the dictionary it was asked with, or the fault that made it unreadable. */
export type RequestOutcome<A extends AvpTable, C extends CommandTable> =
  | { readonly kind: 'answer'; readonly message: DiameterMessage<A, C> }
  | { readonly kind: 'unreadable'; readonly resultCode: number; readonly where: string }
  | { readonly kind: 'failed'; readonly failure: RequestFailure }

/** A request to be sent. The node adds Origin-Host and Origin-Realm, and chooses the peer by the destination (RFC 6733 §6.1). */
export interface ApplicationRequest<A extends AvpTable, C extends CommandTable> {
  readonly command: keyof C & string
  readonly applicationId: number
  /** Session-Id first, where the command has one. */
  readonly avps: readonly AvpOf<A>[]
  /** The request may have been answered before, by this server or another: sets the T bit (RFC 6733 §3). */
  readonly possibleDuplicate?: boolean
  /** Null lets any server of the realm answer. */
  readonly destinationHost: string | null
  readonly destinationRealm: string
}

/** Sends requests for an application: those of a client, and those a server pushes (CLR, RAR, ASR). */
export interface RequestSender {
  /** `onOutcome` is called once, later. @throws DiameterEncodingError for AVPs that contradict the dictionary */
  request<A extends AvpTable, C extends CommandTable>(
    dictionary: Dictionary<A, C>,
    request: ApplicationRequest<A, C>,
    onOutcome: (outcome: RequestOutcome<A, C>) => void,
  ): void
  /** A Session-Id nobody has used (RFC 6733 §8.8). */
  nextSessionId(): string
}

const NO_OCTETS = new Uint8Array(0)
