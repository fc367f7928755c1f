import type { SignallingGatewayConfiguration } from '@sigbed/m3ua'
import { describe, expect, it } from 'vitest'
import { AspUnderTest } from './asp-under-test.js'
import type { ReadMessage } from './message-contents.js'
import {
  affectedPointCodes,
  data,
  type ERROR,
  grouped,
  MESSAGE,
  type MessageName,
  message,
  messageOf,
  ofVersion,
  protocolData,
  routingContext,
  trafficMode,
  words,
} from './message-octets.js'
import { PARAMETER_NAMES, parameterFaults, plainMessage } from './parameter-faults.js'
import type { Peer } from './peer.js'
import { SgpUnderTest } from './sgp-under-test.js'

/** The Error Code that answers; 'silence' for what is not answered. */
type Answer = keyof typeof ERROR | 'silence'
/** One thing that is wrong with a message, the octets of that message, and what answers it. */
type Row = readonly [what: string, wrong: Uint8Array, answer: Answer, streamId?: number]

/** One side with its association up and all its traffic active, and what it has to be left as. */
interface Bench {
  readonly peer: Peer
  /** What may not change by anything wrong. */
  standing(): unknown
}

const SIDES = { SGP: () => sgpBench(), 'SGP that registers': () => sgpBench({ registration: {} }), ASP: aspBench } as const
const MESSAGE_NAMES = Object.keys(MESSAGE) as MessageName[]

describe.each(Object.entries(SIDES))('wrong input to an active %s', (_side, bench) => {
  it('is answered where its header is wrong', () => {
    expect(mismatches(bench, headers())).toEqual([])
  })

  it.each(MESSAGE_NAMES)('is answered where a parameter of %s is missing, too many, misplaced or of the wrong length', (name) => {
    const rows = parameterFaults(name).map(([what, parameters, answer]): Row => [what, message(name, ...parameters), answer])
    expect(rows.length).toBeGreaterThan(PARAMETER_NAMES.length)
    // RFC 4666 §3.8.1: never an ERR to an ERR, however broken.
    expect(mismatches(bench, name === 'ERR' ? rows.map(([what, wrong]) => [what, wrong, 'silence']) : rows)).toEqual([])
  })

  it.each([
    ['REG REQ', 'Routing Key'],
    ['REG RSP', 'Registration Result'],
    ['DEREG RSP', 'Deregistration Result'],
  ] as const)('is answered where a parameter within %s is so', (name, group) => {
    // RFC 4666 §4.4.1: a key without a destination is answered by its Registration Status.
    const rows = parameterFaults(group)
      .filter(([what]) => what !== 'without Destination Point Code')
      .map(([what, parameters, answer]): Row => [what, message(name, grouped(group, ...parameters)), answer])
    expect(rows.length).toBeGreaterThan(PARAMETER_NAMES.length)
    expect(mismatches(bench, rows)).toEqual([])
  })

  it('is answered where a value is wrong', () => {
    expect(mismatches(bench, values())).toEqual([])
  })

  it('is answered where the stream is wrong', () => {
    expect(mismatches(bench, streams())).toEqual([])
  })

  it('never causes an exception, nor an answer to an ERR, whatever octets are hit', () => {
    const random = randomFrom(SEED)
    for (let i = 0; i < 3000; i++) {
      const { peer } = bench()
      const name = MESSAGE_NAMES[Math.floor(random() * MESSAGE_NAMES.length)]!
      const octets = plainMessage(name)
      for (let hits = 1 + Math.floor(random() * 4); hits > 0; hits--) {
        octets[Math.floor(random() * octets.length)] = Math.floor(random() * 256)
      }
      const sent = octets.subarray(0, random() < 0.2 ? Math.floor(random() * octets.length) : octets.length)
      peer.send(sent, Math.floor(random() * 3))
      const errors = peer.takeUnread().filter((answer) => answer.name === 'ERR')
      // Two where some of the Routing Contexts of ASPAC are unknown and others in another traffic mode.
      expect(errors.length, `seed ${SEED}, message ${i}: ${sent.join(' ')}`).toBeLessThanOrEqual(isError(sent) ? 0 : 2)
    }
  })
})

describe('what only one of the two takes', () => {
  it('is answered where a value is wrong for an SGP', () => {
    expect(mismatches(sgpBench, valuesForAnSgp())).toEqual([])
  })

  it('is answered where a value is wrong for an ASP', () => {
    expect(mismatches(aspBench, valuesForAnAsp())).toEqual([])
  })
})

/** Sends each row to a bench of its own; one line for every answer that is not the one wanted, and for all that was changed by it. */
function mismatches(bench: () => Bench, rows: readonly Row[]): string[] {
  return rows.flatMap(([what, wrong, answer, streamId = wrong[2] === MESSAGE.DATA[0] ? 1 : 0]) => {
    const { peer, standing } = bench()
    const before = standing()
    peer.send(wrong, streamId)
    const answers = peer.takeUnread()
    const found = answers.map(({ name, errorCode }) => (name === 'ERR' ? errorCode : name)).join(', ') || 'silence'
    if (found !== answer) return [`${what}: ${found} instead of ${answer}`]
    if (answer !== 'silence' && !quotes(answers[0]!, wrong)) return [`${what}: the answer does not quote the message`]
    if (JSON.stringify(standing()) !== JSON.stringify(before)) return [`${what}: a state has changed`]
    peer.send(message('BEAT'))
    return peer.takeUnread().map(({ name }) => name)[0] === 'BEAT ACK' ? [] : [`${what}: the association is of no use any more`]
  })
}

/** RFC 4666 §3.8.1: the first 40 octets for an unsupported class or type; for the others as much as is of use. */
function quotes({ diagnosticInformation }: ReadMessage, wrong: Uint8Array): boolean {
  const quoted = diagnosticInformation as Uint8Array | undefined
  return quoted !== undefined && quoted.length === Math.min(40, wrong.length) && quoted.every((octet, i) => octet === wrong[i])
}

// ---- what may be wrong

/** RFC 4666 §3.1, §4.8. */
function headers(): Row[] {
  const aspUp = message('ASPUP')
  const types = [
    [0, 2],
    [1, 0],
    [1, 2],
    [2, 0],
    [2, 7],
    [3, 0],
    [3, 7],
    [4, 0],
    [4, 5],
    [9, 0],
    [9, 5],
    [9, 255],
  ] as const
  return [
    ...[0, 2, 3, 255].map((version): Row => [`version ${version}`, ofVersion(version, message('ASPDN')), 'invalidVersion']),
    ...[5, 6, 7, 8, 10, 127, 128, 255].map((reserved): Row => [`class ${reserved}`, messageOf(reserved, 1), 'unsupportedMessageClass']),
    ...types.map(([reserved, type]): Row => [`class ${reserved} type ${type}`, messageOf(reserved, type), 'unsupportedMessageType']),
    ...[0, 1, 3, 4, 7].map((length): Row => [`${length} octets in all`, aspUp.slice(0, length), 'protocolError']),
    ...[0, 7, 9, 12, 0xffff_ffff].map(
      (messageLength): Row => [`Message Length ${messageLength} of 8`, messageOf(3, 2, [], { messageLength }), 'protocolError'],
    ),
    ['four octets behind the message', Uint8Array.of(...message('ASPDN'), 0, 0, 0, 0), 'protocolError'],
    // The version is judged first: another one may count its length otherwise.
    ['another version and a wrong length', ofVersion(2, messageOf(3, 1, [], { messageLength: 4 })), 'invalidVersion'],
    // RFC 4666 §3.8.1: an ERR is known by its class and type alone.
    ['an ERR of another version', ofVersion(2, message('ERR', words('Error Code', 6))), 'silence'],
    ['an ERR of a wrong length', messageOf(0, 0, [], { messageLength: 99 }), 'silence'],
    ['the first four octets of an ERR', message('ERR').slice(0, 4), 'silence'],
  ]
}

/** RFC 4666 §3.3.1, §3.7.1, §3.8.1. */
function values(): Row[] {
  return [
    ...[0, 4, 0xffff_ffff].flatMap((mode): Row[] => [
      [`ASPAC in traffic mode ${mode}`, message('ASPAC', words('Traffic Mode Type', mode)), 'unsupportedTrafficModeType'],
      [`ASPAC ACK in traffic mode ${mode}`, message('ASPAC ACK', words('Traffic Mode Type', mode)), 'unsupportedTrafficModeType'],
    ]),
    ['DATA of a Routing Context that is not configured', data(3), 'invalidRoutingContext'],
    [
      'DATA of a Network Appearance that is not configured',
      message('DATA', words('Network Appearance', 9), routingContext(1), protocolData()),
      'invalidNetworkAppearance',
    ],
    ['DUPU of a range', message('DUPU', affectedPointCodes([3, 8]), words('User/Cause', 3)), 'invalidParameterValue'],
    ['DUPU of two point codes', message('DUPU', affectedPointCodes(8, 9), words('User/Cause', 3)), 'parameterFieldError'],
    ['SCON of level 4', message('SCON', affectedPointCodes(8), words('Congestion Indications', 4)), 'invalidParameterValue'],
  ]
}

/** RFC 4666 §3.7.1, §3.7.3, §3.4.3: what an ASP names that its SGP does not have. */
function valuesForAnSgp(): Row[] {
  return [
    ['ASPAC of a Routing Context that is not configured', message('ASPAC', routingContext(3)), 'invalidRoutingContext'],
    ['ASPIA of a Routing Context that is not configured', message('ASPIA', routingContext(3)), 'invalidRoutingContext'],
    ['ASPAC in another traffic mode', message('ASPAC', trafficMode('override')), 'unsupportedTrafficModeType'],
    [
      'DAUD of a Routing Context that is not configured',
      message('DAUD', routingContext(3), affectedPointCodes(8)),
      'invalidRoutingContext',
    ],
    ['DAUD of another network', message('DAUD', words('Network Appearance', 9), affectedPointCodes(8)), 'invalidNetworkAppearance'],
  ]
}

/** RFC 4666 §3.7.2, §3.7.4, §3.4.1: what an SGP names that its ASP does not have. */
function valuesForAnAsp(): Row[] {
  return [
    ['ASPAC ACK of a Routing Context that is not configured', message('ASPAC ACK', routingContext(3)), 'invalidRoutingContext'],
    ['ASPIA ACK of a Routing Context that is not configured', message('ASPIA ACK', routingContext(3)), 'invalidRoutingContext'],
    ['ASPAC ACK in another traffic mode', message('ASPAC ACK', trafficMode('override')), 'unsupportedTrafficModeType'],
    ...(['DUNA', 'DAVA', 'DRST', 'SCON'] as const).flatMap((name): Row[] => [
      [`${name} of another Routing Context`, message(name, routingContext(3), affectedPointCodes(8)), 'invalidRoutingContext'],
      [`${name} of another network`, message(name, words('Network Appearance', 9), affectedPointCodes(8)), 'invalidNetworkAppearance'],
    ]),
  ]
}

/** RFC 4666 §1.4.7, §3.8.1. What may come on any stream is held by the tests of its own. */
function streams(): Row[] {
  const onStreamZero = ['ASPUP', 'ASPDN', 'ASPUP ACK', 'ASPDN ACK', 'REG REQ', 'REG RSP', 'DEREG REQ', 'DEREG RSP'] as const
  return [
    ['DATA on stream 0', data(1), 'invalidStreamIdentifier', 0],
    ...[1, 7, 65_535].flatMap((streamId) => [
      ...onStreamZero.map((name): Row => [`${name} on stream ${streamId}`, plainMessage(name), 'invalidStreamIdentifier', streamId]),
      ['an ERR on another stream', plainMessage('ERR'), 'silence', streamId] as const,
    ]),
  ]
}

// ---- the two sides

function sgpBench(more: Partial<SignallingGatewayConfiguration> = {}): Bench {
  const sut = new SgpUnderTest({ applicationServers: [{ routingContext: 1, networkAppearance: 4, trafficMode: 'loadshare' }], ...more })
  const peer = sut.active('ASP', [1])
  return { peer, standing: () => [sut.sgp.asState(1), sut.remote(peer).memberships.map(({ state }) => state), sut.delivered] }
}

function aspBench(): Bench {
  const sut = new AspUnderTest({ applicationServers: [{ routingContext: 1, networkAppearance: 4 }] }).active()
  return { peer: sut.sgp, standing: () => [sut.state, sut.delivered] }
}

const SEED = 4666

function isError(octets: Uint8Array): boolean {
  return octets.length >= 4 && octets[2] === 0 && octets[3] === 0
}

/** Numbers from 0 up to 1, the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
