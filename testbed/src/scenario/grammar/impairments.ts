import { nearestWord } from '../../nearest-word.js'
import type { LinkState } from '../scenario.js'
import { refuse } from './phrase-fault.js'
import {
  readCount,
  readOctets,
  readPercentage,
  readRate,
  readTime,
  writeOctets,
  writePercentage,
  writeRate,
  writeTime,
} from './quantities.js'

/** One way in which a link can be worse than perfect: a word, and what follows it. The same words stand under a network and in a step. */
export interface Impairment {
  readonly word: string
  /** `<percentage>`: what follows, for people. */
  readonly takes: string
  readonly summary: string
  readonly example: string
  /** @throws PhraseFault */
  read(text: string): Partial<LinkState>
  /** What `read` would take; null where the changes say nothing of it. */
  write(changes: Partial<LinkState>): string | null
}

export const IMPAIRMENTS: readonly Impairment[] = [
  measured('loss', 'lossProbability', '<percentage>', 'that share of the packets is lost', '5%', readPercentage, writePercentage),
  measured('delay', 'delayMs', '<time>', 'every packet takes so long', '20ms', readTime, writeTime),
  measured('jitter', 'jitterMs', '<time>', 'and up to so much longer; order is kept', '5ms', readTime, writeTime),
  {
    word: 'reorder',
    takes: '<percentage> by <time>',
    summary: 'that share of the packets is held back so long, and overtaken',
    example: '5% by 20ms',
    read(text) {
      const [, share, time] = /^(\S+|\S+ %)(?:\s+by\s+(.+))?$/.exec(text) ?? refuse(`${text} is no reordering; write reorder 5% by 20ms.`)
      const reorderProbability = readPercentage(share!)
      if (reorderProbability > 0 && time === undefined) refuse(`say how long they are held back: reorder ${text} by 20ms.`)
      return { reorderProbability, reorderByMs: time === undefined ? 0 : readTime(time) }
    },
    write: ({ reorderProbability, reorderByMs }) =>
      reorderProbability === undefined ? null : `${writePercentage(reorderProbability)} by ${writeTime(reorderByMs ?? 0)}`,
  },
  measured(
    'duplicate',
    'duplicateProbability',
    '<percentage>',
    'that share of the packets comes twice',
    '1%',
    readPercentage,
    writePercentage,
  ),
  measured('corrupt', 'corruptProbability', '<percentage>', 'that share arrives with bits flipped', '1%', readPercentage, writePercentage),
  measured('rate', 'octetsPerSecond', '<rate>', 'no more gets through; the rest waits in the queue', '1 Mbit/s', readRate, writeRate),
  measured('queue', 'queueOctets', '<octets>', 'no more may wait for the wire; the rest is dropped', '64 kB', readOctets, writeOctets),
  measured('mtu', 'mtu', '<octets>', 'longer SCTP packets vanish without a word', '800', readMtu, writeMtu),
]

/** `delay 20ms jitter 5ms`: one after the other, with commas or without. @throws PhraseFault */
export function readImpairments(text: string): Partial<LinkState> {
  const changes: Partial<LinkState> = {}
  const parts = text.split(new RegExp(`(?:^|,?\\s+(?:and\\s+)?)(?=(?:${WORDS.join('|')})\\s)`, 'i')).filter((part) => part !== '')
  for (const part of parts) {
    const [word = '', ...value] = part.split(/\s+/)
    const impairment = IMPAIRMENTS.find((one) => one.word === word.toLowerCase()) ?? refuse(unknownImpairment(word))
    const change = impairment.read(value.join(' '))
    if (Object.keys(change).some((key) => key in changes)) refuse(`${word} is told twice; once will do.`)
    Object.assign(changes, change)
  }
  return changes
}

export function writeImpairments(changes: Partial<LinkState>): string {
  return IMPAIRMENTS.flatMap(({ word, write }) => {
    const value = write(changes)
    return value === null ? [] : [`${word} ${value}`]
  }).join(' ')
}

function measured(
  word: string,
  key: Exclude<keyof LinkState, 'up'>,
  takes: string,
  summary: string,
  example: string,
  read: (text: string) => number,
  write: (value: number) => string,
): Impairment {
  return {
    word,
    takes,
    summary,
    example,
    read: (text) => ({ [key]: read(text) }),
    write: (changes) => (changes[key] === undefined ? null : write(changes[key])),
  }
}

function readMtu(text: string): number {
  const mtu = text === 'unlimited' ? Number.POSITIVE_INFINITY : readCount(text)
  // RFC 9260 §3: the common header and a chunk's are 16 octets; below this not even an INIT gets through.
  return mtu >= SMALLEST_MTU ? mtu : refuse(`${text} lets no association be set up; write mtu ${SMALLEST_MTU} or more.`)
}

function writeMtu(mtu: number): string {
  return mtu === Number.POSITIVE_INFINITY ? 'unlimited' : String(mtu)
}

function unknownImpairment(word: string): string {
  const nearest = nearestWord(word, WORDS)
  return `there is no impairment ${word}; ${nearest === null ? `there are ${WORDS.join(', ')}` : `did you mean ${nearest}`}.`
}

const WORDS = IMPAIRMENTS.map(({ word }) => word)
const SMALLEST_MTU = 128
