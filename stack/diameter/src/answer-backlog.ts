import type { DiameterPeer } from './peer.js'
import type { SendOutcome } from './peer-event.js'

/** An answer that waits. `send` tries again, and is called until it says anything but 'send-buffer-full'. */
interface WaitingAnswer {
  readonly octets: number
  readonly send: () => SendOutcome
}

/** The answers that wait for one peer; those before `first` are gone. */
interface PeerBacklog {
  readonly answers: WaitingAnswer[]
  first: number
}

/**
 * Answers for which a peer's send buffer has no room, each peer's in order. Bounded for all peers together: a peer that asks and does not
 * read decides how many there are, and of an agent's the one who answers decides how long.
 */
export class AnswerBacklog {
  private readonly byPeer = new Map<DiameterPeer, PeerBacklog>()
  private count = 0
  private octets = 0

  constructor(
    private readonly maximumAnswers: number,
    private readonly maximumOctets: number,
  ) {}

  /** Whether an answer to this peer has to wait behind others. */
  isWaiting(peer: DiameterPeer): boolean {
    return this.count > 0 && this.byPeer.has(peer)
  }

  /**
   * Keeps an answer until there is room; false when too much is kept already.
   * @param octets that `send` holds on to
   */
  keep(peer: DiameterPeer, octets: number, send: () => SendOutcome): boolean {
    if (this.count >= this.maximumAnswers || this.octets + octets > this.maximumOctets) return false
    this.count++
    this.octets += octets
    const backlog = this.byPeer.get(peer)
    if (backlog === undefined) this.byPeer.set(peer, { answers: [{ octets, send }], first: 0 })
    else backlog.answers.push({ octets, send })
    return true
  }

  /** The peer has room again; or it is gone, and its answers come to nothing one by one. */
  flush(peer: DiameterPeer): void {
    const backlog = this.byPeer.get(peer)
    if (backlog === undefined) return
    const { answers } = backlog
    while (backlog.first < answers.length) {
      const answer = answers[backlog.first]!
      // Taken out before it is sent: the last answer of a connection that takes its leave ends it, and that comes back here.
      answers[backlog.first++] = SENT
      if (answer.send() === 'send-buffer-full') {
        answers[--backlog.first] = answer
        break
      }
      this.count--
      this.octets -= answer.octets
    }
    if (backlog.first === answers.length) this.byPeer.delete(peer)
    // Not one by one: that would move all that wait for each that goes.
    else if (2 * backlog.first > answers.length) {
      answers.splice(0, backlog.first)
      backlog.first = 0
    }
  }
}

const SENT: WaitingAnswer = { octets: 0, send: () => 'sent' }
