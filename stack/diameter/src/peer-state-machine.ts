/**
 * The peer state machine of RFC 6733 §5.6, as data. One machine per remote peer holds both connections there can be: I- marks the
 * one this node initiated, R- the one it accepted. The actions are performed in remote-peer.ts.
 */
export type PeerState = 'Closed' | 'Wait-Conn-Ack' | 'Wait-I-CEA' | 'Wait-Conn-Ack/Elect' | 'Wait-Returns' | 'R-Open' | 'I-Open' | 'Closing'

/** The events of §5.6.2 with their prefix. */
export type PeerTrigger =
  | 'Start'
  | 'Stop'
  | 'Timeout'
  | 'R-Conn-CER'
  | 'I-Rcv-Conn-Ack'
  | 'I-Rcv-Conn-Nack'
  | 'I-Rcv-CEA'
  | 'I-Rcv-Non-CEA'
  | 'I-Peer-Disc'
  | 'R-Peer-Disc'
  | 'Win-Election'
  | 'Send-Message'
  | 'I-Rcv-Message'
  | 'R-Rcv-Message'
  | 'I-Rcv-DWR'
  | 'R-Rcv-DWR'
  | 'I-Rcv-DWA'
  | 'R-Rcv-DWA'
  | 'I-Rcv-DPR'
  | 'R-Rcv-DPR'
  | 'I-Rcv-DPA'
  | 'R-Rcv-DPA'

/** The actions of §5.6.3 with their prefix. */
export type PeerAction =
  | 'I-Snd-Conn-Req'
  | 'R-Accept'
  | 'R-Reject'
  | 'Process-CER'
  | 'Process-CEA'
  | 'I-Snd-CER'
  | 'R-Snd-CEA'
  | 'Cleanup'
  | 'Error'
  | 'Elect'
  | 'I-Disc'
  | 'R-Disc'
  | 'I-Snd-Message'
  | 'R-Snd-Message'
  | 'Process'
  | 'Process-DWR'
  | 'Process-DWA'
  | 'I-Snd-DWA'
  | 'R-Snd-DWA'
  | 'I-Snd-DPR'
  | 'R-Snd-DPR'
  | 'I-Snd-DPA'
  | 'R-Snd-DPA'

export interface PeerTransition {
  readonly actions: readonly PeerAction[]
  readonly next: PeerState
}

type Row = Partial<Record<PeerTrigger, PeerTransition>>

/** Row by row the table of RFC 6733 §5.6. */
export const PEER_TRANSITIONS: Readonly<Record<PeerState, Row>> = {
  Closed: {
    Start: { actions: ['I-Snd-Conn-Req'], next: 'Wait-Conn-Ack' },
    'R-Conn-CER': { actions: ['R-Accept', 'Process-CER', 'R-Snd-CEA'], next: 'R-Open' },
  },
  'Wait-Conn-Ack': {
    'I-Rcv-Conn-Ack': { actions: ['I-Snd-CER'], next: 'Wait-I-CEA' },
    'I-Rcv-Conn-Nack': { actions: ['Cleanup'], next: 'Closed' },
    'R-Conn-CER': { actions: ['R-Accept', 'Process-CER'], next: 'Wait-Conn-Ack/Elect' },
    Timeout: { actions: ['Error'], next: 'Closed' },
  },
  'Wait-I-CEA': {
    'I-Rcv-CEA': { actions: ['Process-CEA'], next: 'I-Open' },
    'R-Conn-CER': { actions: ['R-Accept', 'Process-CER', 'Elect'], next: 'Wait-Returns' },
    'I-Peer-Disc': { actions: ['I-Disc'], next: 'Closed' },
    'I-Rcv-Non-CEA': { actions: ['Error'], next: 'Closed' },
    Timeout: { actions: ['Error'], next: 'Closed' },
  },
  'Wait-Conn-Ack/Elect': {
    'I-Rcv-Conn-Ack': { actions: ['I-Snd-CER', 'Elect'], next: 'Wait-Returns' },
    'I-Rcv-Conn-Nack': { actions: ['R-Snd-CEA'], next: 'R-Open' },
    'R-Peer-Disc': { actions: ['R-Disc'], next: 'Wait-Conn-Ack' },
    'R-Conn-CER': { actions: ['R-Reject'], next: 'Wait-Conn-Ack/Elect' },
    Timeout: { actions: ['Error'], next: 'Closed' },
  },
  'Wait-Returns': {
    'Win-Election': { actions: ['I-Disc', 'R-Snd-CEA'], next: 'R-Open' },
    'I-Peer-Disc': { actions: ['I-Disc', 'R-Snd-CEA'], next: 'R-Open' },
    'I-Rcv-CEA': { actions: ['R-Disc'], next: 'I-Open' },
    'R-Peer-Disc': { actions: ['R-Disc'], next: 'Wait-I-CEA' },
    'R-Conn-CER': { actions: ['R-Reject'], next: 'Wait-Returns' },
    Timeout: { actions: ['Error'], next: 'Closed' },
  },
  'R-Open': {
    'Send-Message': { actions: ['R-Snd-Message'], next: 'R-Open' },
    'R-Rcv-Message': { actions: ['Process'], next: 'R-Open' },
    'R-Rcv-DWR': { actions: ['Process-DWR', 'R-Snd-DWA'], next: 'R-Open' },
    'R-Rcv-DWA': { actions: ['Process-DWA'], next: 'R-Open' },
    'R-Conn-CER': { actions: ['R-Reject'], next: 'R-Open' },
    Stop: { actions: ['R-Snd-DPR'], next: 'Closing' },
    'R-Rcv-DPR': { actions: ['R-Snd-DPA'], next: 'Closing' },
    'R-Peer-Disc': { actions: ['R-Disc'], next: 'Closed' },
  },
  'I-Open': {
    'Send-Message': { actions: ['I-Snd-Message'], next: 'I-Open' },
    'I-Rcv-Message': { actions: ['Process'], next: 'I-Open' },
    'I-Rcv-DWR': { actions: ['Process-DWR', 'I-Snd-DWA'], next: 'I-Open' },
    'I-Rcv-DWA': { actions: ['Process-DWA'], next: 'I-Open' },
    'R-Conn-CER': { actions: ['R-Reject'], next: 'I-Open' },
    Stop: { actions: ['I-Snd-DPR'], next: 'Closing' },
    'I-Rcv-DPR': { actions: ['I-Snd-DPA'], next: 'Closing' },
    'I-Peer-Disc': { actions: ['I-Disc'], next: 'Closed' },
  },
  Closing: {
    'I-Rcv-DPA': { actions: ['I-Disc'], next: 'Closed' },
    'R-Rcv-DPA': { actions: ['R-Disc'], next: 'Closed' },
    Timeout: { actions: ['Error'], next: 'Closed' },
    'I-Peer-Disc': { actions: ['I-Disc'], next: 'Closed' },
    'R-Peer-Disc': { actions: ['R-Disc'], next: 'Closed' },
  },
}

/**
 * Not per RFC: moves its table leaves out. A DPR that crosses ours is answered, else both sides would wait for their timers; so is a DWR
 * that does, whose sender would otherwise suspect us while answers are still on their way. A CER that arrives while the old connection
 * is being closed is refused, as in the open states. Stop has to end an attempt to
 * connect, too. And a peer whose CEA refuses us while we hold its own connection leaves us that connection, as if it had hung up.
 */
export const ADDITIONAL_TRANSITIONS: Readonly<Partial<Record<PeerState, Row>>> = {
  'Wait-Conn-Ack': { Stop: { actions: ['Error'], next: 'Closed' } },
  'Wait-I-CEA': { Stop: { actions: ['Error'], next: 'Closed' } },
  'Wait-Conn-Ack/Elect': { Stop: { actions: ['Error'], next: 'Closed' } },
  'Wait-Returns': {
    Stop: { actions: ['Error'], next: 'Closed' },
    'I-Rcv-Non-CEA': { actions: ['I-Disc', 'R-Snd-CEA'], next: 'R-Open' },
  },
  Closing: {
    'I-Rcv-DPR': { actions: ['I-Snd-DPA'], next: 'Closing' },
    'R-Rcv-DPR': { actions: ['R-Snd-DPA'], next: 'Closing' },
    'I-Rcv-DWR': { actions: ['Process-DWR', 'I-Snd-DWA'], next: 'Closing' },
    'R-Rcv-DWR': { actions: ['Process-DWR', 'R-Snd-DWA'], next: 'Closing' },
    'R-Conn-CER': { actions: ['R-Reject'], next: 'Closing' },
  },
}

/** What `trigger` does in `state`, or null where it does nothing. */
export function peerTransition(state: PeerState, trigger: PeerTrigger): PeerTransition | null {
  return PEER_TRANSITIONS[state][trigger] ?? ADDITIONAL_TRANSITIONS[state]?.[trigger] ?? null
}

/** R-Open or I-Open: equivalent but for the connection that is used. */
export function isOpen(state: PeerState): boolean {
  return state === 'R-Open' || state === 'I-Open'
}
