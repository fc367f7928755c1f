import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DuplicateDetection, type RememberedRequest } from './duplicate-detection.js'

const HOSTS = ['a.example', 'b.example', 'a-much-longer-name-than-the-others.with.many.labels.and.no.end.in.sight.example.net'].map(
  (name) => Uint8Array.from([...name].map((letter) => letter.charCodeAt(0))),
)
const KEEP = 1000
const CAPACITY = 16

describe('duplicate detection', () => {
  it('behaves as a map from origin and identifier that holds the last sixteen requests for their time', () => {
    const step = fc.record({ host: fc.nat(2), id: fc.nat(12), answer: fc.boolean(), pass: fc.nat(120) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const detection = new DuplicateDetection(CAPACITY, KEEP)
        let model: { key: string; until: number; answer: string; record: RememberedRequest; serial: number }[] = []
        let now = 0
        for (const { host, id, answer, pass } of steps) {
          now += pass
          const key = `${host}/${id}`
          const known = model.filter((entry) => entry.key === key && now < entry.until).at(-1)
          const found = detection.find(HOSTS[host]!, 0, HOSTS[host]!.length, id, now)
          expect(found === null).toBe(known === undefined)
          if (found !== null) expect([...found.answer.slice(0, found.answerLength)].join()).toBe(known!.answer)
          else {
            const record = detection.remember(HOSTS[host]!, 0, HOSTS[host]!.length, id, now)!
            model = [...model, { key, until: now + KEEP, answer: '', record, serial: record.serial }].slice(-CAPACITY)
          }
          if (answer) {
            const entry = model[id % model.length]!
            entry.answer = [id, host, 7].join()
            detection.keepAnswer(entry.record, entry.serial, Uint8Array.of(id, host, 7), 3)
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  it('does not give an answer to the request that took the place of its own', () => {
    const detection = new DuplicateDetection(1)
    const first = detection.remember(HOSTS[0]!, 0, 9, 1, 0)!
    const { serial } = first
    const second = detection.remember(HOSTS[1]!, 0, 9, 2, 0)!
    detection.keepAnswer(first, serial, Uint8Array.of(1), 1)
    expect(second.answerLength).toBe(0)
    expect(detection.find(HOSTS[0]!, 0, 9, 1, 0)).toBeNull()
  })

  it('keeps no more octets of answers than it may: the oldest are forgotten', () => {
    const detection = new DuplicateDetection(16, KEEP, 1_000)
    const remembered = [1, 2, 3, 4].map((id) => detection.remember(HOSTS[0]!, 0, 9, id, 0)!)
    for (const record of remembered.slice(0, 3)) detection.keepAnswer(record, record.serial, new Uint8Array(400), 400)
    expect([1, 2, 3, 4].map((id) => detection.find(HOSTS[0]!, 0, 9, id, 0)?.answerLength)).toEqual([undefined, 400, 400, 0])
    // One that was forgotten is a new request when it comes again, and may be remembered.
    const again = detection.remember(HOSTS[0]!, 0, 9, 1, 0)!
    detection.keepAnswer(again, again.serial, new Uint8Array(10), 10)
    expect(detection.find(HOSTS[0]!, 0, 9, 1, 0)?.answerLength).toBe(10)
    // An answer longer than all that may be kept is not kept at all.
    detection.keepAnswer(remembered[3]!, remembered[3]!.serial, new Uint8Array(1_001), 1_001)
    expect(detection.find(HOSTS[0]!, 0, 9, 4, 0)).toBeNull()
  })

  it('remembers nothing when switched off', () => {
    const detection = new DuplicateDetection(0)
    expect(detection.remember(HOSTS[0]!, 0, 9, 1, 0)).toBeNull()
    expect(detection.find(HOSTS[0]!, 0, 9, 1, 0)).toBeNull()
  })
})
