import { describe, expect, it } from 'vitest'
import { ADDITIONAL_TRANSITIONS, PEER_TRANSITIONS, type PeerState, type PeerTrigger } from './peer-state-machine.js'
import { DEFAULT_PEER_TIMERS } from './peer-timers.js'
import { type PeerConnection, RemotePeer } from './remote-peer.js'

/** A connection that tells what is asked of it. */
function connection(prefix: 'I' | 'R' | 'new', calls: string[]): PeerConnection {
  const call = (what: string) => () => void calls.push(`${prefix} ${what}`)
  return {
    base: {
      sendCapabilitiesRequest: call('CER'),
      sendCapabilitiesAnswer: call('CEA'),
      sendWatchdogRequest: call('DWR'),
      sendDisconnectRequest: (cause) => void calls.push(`${prefix} DPR ${cause}`),
      answerRequest: call('answer'),
    },
    connect: call('connect'),
    opened: call('opened'),
    beginClosing: call('beginClosing'),
    disconnect: (reason, abortively) => void calls.push(`${prefix} ${abortively ? 'abort' : 'close'} ${reason}`),
    notify: () => {},
    deadlineMoved: () => {},
  }
}

/** The way to each state, by the events that lead there. The local host is m; its peer is a or z, below or above it. */
const WAY: Readonly<Record<PeerState, readonly PeerTrigger[]>> = {
  Closed: [],
  'Wait-Conn-Ack': ['Start'],
  'Wait-I-CEA': ['Start', 'I-Rcv-Conn-Ack'],
  'Wait-Conn-Ack/Elect': ['Start', 'R-Conn-CER'],
  'Wait-Returns': ['Start', 'I-Rcv-Conn-Ack', 'R-Conn-CER'],
  'R-Open': ['R-Conn-CER'],
  'I-Open': ['Start', 'I-Rcv-Conn-Ack', 'I-Rcv-CEA'],
  Closing: ['Start', 'I-Rcv-Conn-Ack', 'I-Rcv-CEA', 'Stop'],
}

function peerIn(state: PeerState, remoteHost = 'z.example.net', way = WAY[state]) {
  const calls: string[] = []
  const peer = new RemotePeer('m.example.net', DEFAULT_PEER_TIMERS, () => 2 ** 31)
  peer.originHost = remoteHost
  peer.initiator = connection('I', calls)
  for (const trigger of way) step(peer, trigger, calls, 'R')
  expect(peer.state).toBe(state)
  calls.length = 0
  return { peer, calls }
}

function step(peer: RemotePeer, trigger: PeerTrigger, calls: string[], incoming: 'R' | 'new'): void {
  if (trigger === 'R-Conn-CER') peer.handleConnectionWithCer(connection(incoming, calls), 0)
  else peer.handle(trigger, 0, 'protocol-error')
}

describe('remote peer', () => {
  // RFC 6733 §5.6, row by row: state and event; then what is done on which connection, and the next state. What has no line here
  // changes nothing. Messages of applications (Send-Message, Rcv-Message) pass by the machine.
  it.each<[PeerState, PeerTrigger, string[], PeerState]>([
    ['Closed', 'Start', ['I connect'], 'Wait-Conn-Ack'],
    ['Closed', 'R-Conn-CER', ['new CEA', 'new opened'], 'R-Open'],
    ['Wait-Conn-Ack', 'I-Rcv-Conn-Ack', ['I CER'], 'Wait-I-CEA'],
    ['Wait-Conn-Ack', 'I-Rcv-Conn-Nack', ['I abort connect-failed'], 'Closed'],
    ['Wait-Conn-Ack', 'R-Conn-CER', [], 'Wait-Conn-Ack/Elect'],
    ['Wait-Conn-Ack', 'Timeout', ['I abort protocol-error'], 'Closed'],
    ['Wait-I-CEA', 'I-Rcv-CEA', ['I opened'], 'I-Open'],
    ['Wait-I-CEA', 'R-Conn-CER', [], 'Wait-Returns'],
    ['Wait-I-CEA', 'I-Peer-Disc', ['I close protocol-error'], 'Closed'],
    ['Wait-I-CEA', 'I-Rcv-Non-CEA', ['I abort protocol-error'], 'Closed'],
    ['Wait-I-CEA', 'Timeout', ['I abort protocol-error'], 'Closed'],
    ['Wait-Conn-Ack/Elect', 'I-Rcv-Conn-Ack', ['I CER'], 'Wait-Returns'],
    ['Wait-Conn-Ack/Elect', 'I-Rcv-Conn-Nack', ['R CEA', 'R opened'], 'R-Open'],
    ['Wait-Conn-Ack/Elect', 'R-Peer-Disc', ['R close protocol-error'], 'Wait-Conn-Ack'],
    ['Wait-Conn-Ack/Elect', 'R-Conn-CER', ['new close duplicate-connection'], 'Wait-Conn-Ack/Elect'],
    ['Wait-Conn-Ack/Elect', 'Timeout', ['I abort protocol-error', 'R abort protocol-error'], 'Closed'],
    ['Wait-Returns', 'Win-Election', ['I close election-lost', 'R CEA', 'R opened'], 'R-Open'],
    ['Wait-Returns', 'I-Peer-Disc', ['I close protocol-error', 'R CEA', 'R opened'], 'R-Open'],
    ['Wait-Returns', 'I-Rcv-CEA', ['R close election-lost', 'I opened'], 'I-Open'],
    ['Wait-Returns', 'R-Peer-Disc', ['R close protocol-error'], 'Wait-I-CEA'],
    ['Wait-Returns', 'R-Conn-CER', ['new close duplicate-connection'], 'Wait-Returns'],
    ['Wait-Returns', 'Timeout', ['I abort protocol-error', 'R abort protocol-error'], 'Closed'],
    ['R-Open', 'R-Rcv-DWR', ['R answer'], 'R-Open'],
    ['R-Open', 'R-Rcv-DWA', [], 'R-Open'],
    ['R-Open', 'R-Conn-CER', ['new close duplicate-connection'], 'R-Open'],
    ['R-Open', 'Stop', ['R beginClosing', 'R DPR REBOOTING'], 'Closing'],
    ['R-Open', 'R-Rcv-DPR', ['R beginClosing', 'R answer'], 'Closing'],
    ['R-Open', 'R-Peer-Disc', ['R close protocol-error'], 'Closed'],
    ['I-Open', 'I-Rcv-DWR', ['I answer'], 'I-Open'],
    ['I-Open', 'I-Rcv-DWA', [], 'I-Open'],
    ['I-Open', 'R-Conn-CER', ['new close duplicate-connection'], 'I-Open'],
    ['I-Open', 'Stop', ['I beginClosing', 'I DPR REBOOTING'], 'Closing'],
    ['I-Open', 'I-Rcv-DPR', ['I beginClosing', 'I answer'], 'Closing'],
    ['I-Open', 'I-Peer-Disc', ['I close protocol-error'], 'Closed'],
    ['Closing', 'I-Rcv-DPA', ['I close protocol-error'], 'Closed'],
    ['Closing', 'Timeout', ['I abort protocol-error'], 'Closed'],
    ['Closing', 'I-Peer-Disc', ['I close protocol-error'], 'Closed'],
  ])('%s: %s', (state, trigger, expected, next) => {
    const { peer, calls } = peerIn(state)
    step(peer, trigger, calls, 'new')
    expect(calls).toEqual(expected)
    expect(peer.state).toBe(next)
  })

  it.each<[PeerTrigger, string[]]>([
    ['R-Rcv-DPA', ['R close protocol-error']],
    ['R-Peer-Disc', ['R close protocol-error']],
    ['R-Rcv-DPR', ['R beginClosing', 'R answer']],
    ['R-Rcv-DWR', ['R beginClosing', 'R answer']],
  ])('Closing of the connection it has accepted: %s', (trigger, expected) => {
    const { peer, calls } = peerIn('Closing', 'z.example.net', ['R-Conn-CER', 'Stop'])
    step(peer, trigger, calls, 'new')
    expect(calls).toEqual(expected)
  })

  it.each<[string, PeerState, PeerTrigger, string[], PeerState]>([
    ['lower', 'Wait-I-CEA', 'R-Conn-CER', ['I close election-lost', 'new CEA', 'new opened'], 'R-Open'],
    ['lower', 'Wait-Conn-Ack/Elect', 'I-Rcv-Conn-Ack', ['I CER', 'I close election-lost', 'R CEA', 'R opened'], 'R-Open'],
    ['higher', 'Wait-I-CEA', 'R-Conn-CER', [], 'Wait-Returns'],
    ['higher', 'Wait-Conn-Ack/Elect', 'I-Rcv-Conn-Ack', ['I CER'], 'Wait-Returns'],
  ])('holds the election against a peer with a %s name in %s on %s', (name, state, trigger, expected, next) => {
    const { peer, calls } = peerIn(state, name === 'lower' ? 'A.example.net' : 'Z.example.net')
    step(peer, trigger, calls, 'new')
    expect(calls).toEqual(expected)
    expect(peer.state).toBe(next)
  })

  it('does nothing on an event for which the state has no row', () => {
    const triggers = [...new Set(Object.values(PEER_TRANSITIONS).flatMap((row) => Object.keys(row)))] as PeerTrigger[]
    for (const state of Object.keys(PEER_TRANSITIONS) as PeerState[]) {
      for (const trigger of triggers) {
        if (PEER_TRANSITIONS[state][trigger] !== undefined || ADDITIONAL_TRANSITIONS[state]?.[trigger] !== undefined) continue
        const { peer, calls } = peerIn(state)
        step(peer, trigger, calls, 'new')
        expect([state, trigger, calls, peer.state]).toEqual([state, trigger, [], state])
      }
    }
  })
})
