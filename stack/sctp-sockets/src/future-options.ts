import { DEFAULT_PARAMETERS, type ProtocolParameters, protocolParameters, type StreamSchedulerName } from '@sigbed/sctp-core'
import { demandPacketsPerSack, PACKETS_PER_SACK, unknownOption } from './association-options.js'
import { demandKey } from './authentication-options.js'
import { changedParameters, type ParameterOption } from './parameter-options.js'
import { SocketOptionError } from './sctp-error.js'
import type { FragmentInterleaveLevel, SettableOption, SocketOptionChange, SocketOptionName, SocketOptionValue } from './socket-options.js'
import { SocketSettings } from './socket-settings.js'
import { demandStreamScheduler, demandStreamValue } from './stream-scheduling.js'

/** The options that associations of a one-to-many socket begin with: SCTP_FUTURE_ASSOC of RFC 6458 §7.2. */
export class FutureOptions {
  readonly settings: SocketSettings
  private current: ProtocolParameters

  constructor(parameters: Partial<ProtocolParameters> = {}, settings = new SocketSettings()) {
    this.current = { ...DEFAULT_PARAMETERS, ...parameters }
    this.settings = settings
  }

  /** To be handed to connect and listen. */
  get parameters(): ProtocolParameters {
    return this.current
  }

  /** @throws SocketOptionError SCTP_OPTION_UNSUPPORTED for what only an association that is there has */
  get<N extends SocketOptionName>(name: N): SocketOptionValue<N> {
    if (!Object.hasOwn(READERS, name)) throw refusal(name)
    const read: (options: FutureOptions) => SocketOptionValue<N> = (READERS as Readers)[name]
    return read(this)
  }

  /** @throws SocketOptionError SCTP_OPTION_INVALID, SCTP_OPTION_UNSUPPORTED */
  set<N extends SettableOption>(name: N, change: SocketOptionChange<N>): void {
    if (!Object.hasOwn(WRITERS, name)) throw refusal(name)
    const write: (options: FutureOptions, change: SocketOptionChange<N>) => void = (WRITERS as Writers)[name]
    write(this, change)
  }

  change(option: ParameterOption, change: Partial<ProtocolParameters>): void {
    this.current = changedParameters(option, change, this.current)
  }

  setFragmentInterleave(level: FragmentInterleaveLevel): void {
    if (level !== 2 && this.current.interleaving)
      throw new SocketOptionError('SCTP_OPTION_INVALID', 'SCTP_FRAGMENT_INTERLEAVE', level, 'only 2 while interleaving is on')
    this.settings.setFragmentInterleave(level)
  }

  /** RFC 8260 §2.2.1, §4.3.1: it MUST NOT be offered unless the user has said that it can take interleaved messages. */
  setInterleaving(on: boolean): void {
    const option = 'SCTP_INTERLEAVING_SUPPORTED'
    if (typeof on !== 'boolean') throw new SocketOptionError('SCTP_OPTION_INVALID', option, on, 'true or false')
    if (on && this.settings.fragmentInterleave !== 2)
      throw new SocketOptionError('SCTP_OPTION_INVALID', option, on, 'only after SCTP_FRAGMENT_INTERLEAVE was set to 2')
    this.current = { ...this.current, interleaving: on }
  }

  /** Parameters of authentication; RFC 6458 §8.3.2: to ask for it is to use it. */
  setAuthentication(option: SocketOptionName, change: Partial<ProtocolParameters>): void {
    try {
      this.current = protocolParameters({ ...this.current, ...change, authentication: true })
    } catch (cause) {
      // What was given may hold a key: it is not shown.
      if (cause instanceof RangeError) throw new SocketOptionError('SCTP_OPTION_INVALID', option, undefined, cause.message)
      throw cause
    }
  }

  /** Extensions to offer, or no more. */
  offer(change: Pick<ProtocolParameters, 'partialReliability'>): void {
    this.current = { ...this.current, ...change }
  }

  setStreamScheduler(streamScheduler: StreamSchedulerName): void {
    demandStreamScheduler(streamScheduler)
    this.current = { ...this.current, streamScheduler }
  }
}

/** The table is complete for the compiler; what is undefined in it was refused before. */
type Readers = { readonly [N in SocketOptionName]: (options: FutureOptions) => SocketOptionValue<N> }
type Writers = { readonly [N in SettableOption]: (options: FutureOptions, change: SocketOptionChange<N>) => void }

const READERS: Omit<Readers, OfAssociation> = {
  SCTP_HMAC_IDENT: ({ parameters }) => parameters.hmacIdentifiers,
  SCTP_AUTH_ACTIVE_KEY: ({ parameters }) => parameters.activeSharedKey,
  SCTP_AUTO_ASCONF: ({ settings }) => settings.autoAsconf,
  SCTP_LOCAL_AUTH_CHUNKS: ({ parameters }) => parameters.authenticatedChunks,
  SCTP_AUTH_CHUNK: () => refuseReading('SCTP_AUTH_CHUNK'),
  SCTP_AUTH_KEY: () => refuseReading('SCTP_AUTH_KEY'),
  SCTP_RTOINFO: ({ parameters: { rtoInitialMs, rtoMinMs, rtoMaxMs } }) => ({ rtoInitialMs, rtoMinMs, rtoMaxMs }),
  SCTP_ASSOCINFO: ({ parameters: { associationMaxRetrans, validCookieLifeMs, receiveBufferOctets } }) => ({
    associationMaxRetrans,
    validCookieLifeMs,
    peerDestinations: 0,
    peerWindowOctets: 0,
    localWindowOctets: receiveBufferOctets,
  }),
  SCTP_INITMSG: ({ parameters: { outboundStreams, inboundStreams, maxInitRetransmits } }) => ({
    outboundStreams,
    inboundStreams,
    maxInitRetransmits,
  }),
  SCTP_NODELAY: () => true,
  SCTP_AUTOCLOSE: ({ parameters: { autocloseMs } }) => ({ autocloseMs }),
  SCTP_PEER_ADDR_PARAMS: ({ parameters: { heartbeatIntervalMs, pathMaxRetrans, pathMtu } }) => ({
    heartbeatEnabled: heartbeatIntervalMs > 0,
    heartbeatIntervalMs,
    pathMaxRetrans,
    pathMtu,
  }),
  SCTP_MAXSEG: ({ settings }) => settings.largestChunkOctets,
  SCTP_DELAYED_SACK: ({ parameters: { sackDelayMs } }) => ({ sackDelayMs, packets: PACKETS_PER_SACK }),
  SCTP_MAX_BURST: ({ parameters: { maxBurst } }) => ({ maxBurst }),
  SCTP_FRAGMENT_INTERLEAVE: ({ settings }) => settings.fragmentInterleave,
  SCTP_INTERLEAVING_SUPPORTED: ({ parameters }) => parameters.interleaving,
  SCTP_STREAM_SCHEDULER: ({ parameters }) => parameters.streamScheduler,
  SCTP_STREAM_SCHEDULER_VALUE: ({ settings }) => [...settings.streamValues].map(([stream, value]) => ({ stream, value })),
  SCTP_CONTEXT: ({ settings }) => settings.receiveContext,
  SCTP_EVENT: ({ settings }) => settings.subscription.list,
  SCTP_DEFAULT_SNDINFO: ({ settings }) => settings.defaultSend,
  SCTP_DEFAULT_PRINFO: ({ settings }) => settings.defaultReliability,
  SCTP_PR_SUPPORTED: ({ parameters }) => parameters.partialReliability,
  SCTP_PEER_ADDR_THLDS: ({ parameters: { pathMaxRetrans, potentiallyFailedMaxRetrans, primarySwitchoverMaxRetrans } }) => ({
    pathMaxRetrans,
    potentiallyFailedMaxRetrans,
    primarySwitchoverMaxRetrans,
  }),
}

const WRITERS: Omit<Writers, OfAssociation> = {
  SCTP_HMAC_IDENT: (options, hmacIdentifiers) => options.setAuthentication('SCTP_HMAC_IDENT', { hmacIdentifiers }),
  SCTP_AUTH_ACTIVE_KEY: (options, activeSharedKey) => options.setAuthentication('SCTP_AUTH_ACTIVE_KEY', { activeSharedKey }),
  SCTP_AUTO_ASCONF: ({ settings }, on) => {
    settings.autoAsconf = on
  },
  SCTP_AUTH_CHUNK: (options, type) =>
    options.setAuthentication('SCTP_AUTH_CHUNK', { authenticatedChunks: [...new Set([...options.parameters.authenticatedChunks, type])] }),
  SCTP_AUTH_KEY: (options, key) => {
    demandKey(key)
    const others = options.parameters.sharedKeys.filter(({ identifier }) => identifier !== key.identifier)
    options.setAuthentication('SCTP_AUTH_KEY', { sharedKeys: [...others, key] })
  },
  SCTP_RTOINFO: (options, change) => options.change('SCTP_RTOINFO', change),
  SCTP_ASSOCINFO: (options, change) => options.change('SCTP_ASSOCINFO', change),
  SCTP_INITMSG: (options, change) => options.change('SCTP_INITMSG', change),
  SCTP_NODELAY: ({ settings }, on) => settings.setNoDelay(on),
  SCTP_AUTOCLOSE: (options, change) => options.change('SCTP_AUTOCLOSE', change),
  SCTP_PEER_ADDR_PARAMS: (options, { heartbeatEnabled, heartbeatDemand, ...change }) => {
    const option = 'SCTP_PEER_ADDR_PARAMS'
    if (heartbeatDemand !== undefined)
      throw new SocketOptionError('SCTP_OPTION_INVALID', `${option}.heartbeatDemand`, true, 'only for an association that is there')
    const { heartbeatIntervalMs = options.parameters.heartbeatIntervalMs } = change
    // The core has one number for both: an interval of 0 turns heartbeats off.
    const on = heartbeatEnabled ?? heartbeatIntervalMs > 0
    if (on && heartbeatIntervalMs === 0)
      throw new SocketOptionError('SCTP_OPTION_INVALID', `${option}.heartbeatEnabled`, true, 'it needs a heartbeatIntervalMs above 0')
    options.change(option, { ...change, heartbeatIntervalMs: on ? heartbeatIntervalMs : 0 })
  },
  SCTP_MAXSEG: ({ settings }, octets) => settings.setLargestChunk(octets),
  SCTP_DELAYED_SACK: (options, { packets = PACKETS_PER_SACK, ...change }) => {
    demandPacketsPerSack(packets)
    options.change('SCTP_DELAYED_SACK', change)
  },
  SCTP_MAX_BURST: (options, change) => options.change('SCTP_MAX_BURST', change),
  SCTP_FRAGMENT_INTERLEAVE: (options, level) => options.setFragmentInterleave(level),
  SCTP_INTERLEAVING_SUPPORTED: (options, on) => options.setInterleaving(on),
  SCTP_STREAM_SCHEDULER: (options, name) => options.setStreamScheduler(name),
  SCTP_STREAM_SCHEDULER_VALUE: ({ settings, parameters }, change) => {
    demandStreamValue(change, parameters.outboundStreams)
    settings.streamValues.set(change.stream, change.value)
  },
  SCTP_CONTEXT: ({ settings }, context) => settings.setReceiveContext(context),
  SCTP_EVENT: ({ settings }, { kind, on }) => settings.subscribe(kind, on),
  SCTP_DEFAULT_SNDINFO: ({ settings }, change) => settings.setDefaultSend(change),
  SCTP_DEFAULT_PRINFO: ({ settings }, reliability) => settings.setDefaultReliability(reliability),
  SCTP_PR_SUPPORTED: (options, on) => options.offer({ partialReliability: on }),
  SCTP_PEER_ADDR_THLDS: (options, change) => options.change('SCTP_PEER_ADDR_THLDS', change),
}

function refuseReading(name: SocketOptionName): never {
  throw new SocketOptionError('SCTP_OPTION_UNSUPPORTED', name, undefined, 'it can only be set')
}

function refusal(name: string): SocketOptionError {
  const known: readonly string[] = OF_ASSOCIATION
  if (!known.includes(name)) return unknownOption(name)
  return new SocketOptionError('SCTP_OPTION_UNSUPPORTED', name, undefined, 'only an association that is there has it')
}

/** §7.2: options for which SCTP_FUTURE_ASSOC makes no sense. */
const OF_ASSOCIATION = [
  'SCTP_PRIMARY_ADDR',
  'SCTP_SET_PEER_PRIMARY_ADDR',
  'SCTP_AUTH_DEACTIVATE_KEY',
  'SCTP_AUTH_DELETE_KEY',
  'SCTP_PEER_AUTH_CHUNKS',
  'SCTP_PR_STREAM_STATUS',
  'SCTP_PR_ASSOC_STATUS',
  'SCTP_STATUS',
  'SCTP_GET_PEER_ADDR_INFO',
  'SCTP_GET_ASSOC_NUMBER',
  'SCTP_GET_ASSOC_ID_LIST',
] as const satisfies readonly SocketOptionName[]
type OfAssociation = (typeof OF_ASSOCIATION)[number]
