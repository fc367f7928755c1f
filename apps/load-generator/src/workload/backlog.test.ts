import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Backlog } from './backlog.js'

const steps = fc.array(fc.oneof(fc.constant('add' as const), fc.constant('remove' as const)), { maxLength: 200 })

it('is a queue that turns away whom it has no room for, like a plain array of limited length', () => {
  fc.assert(
    fc.property(fc.nat(9), steps, (limit, script) => {
      const backlog = new Backlog(limit)
      const model: number[] = []
      let sequence = 0xffff_fff0
      for (const step of script) {
        if (step === 'add') {
          expect(backlog.add(sequence, sequence / 3)).toBe(model.length < limit)
          if (model.length < limit) model.push(sequence)
          sequence = (sequence + 1) >>> 0
        } else if (model.length > 0) {
          backlog.removeFirst()
          model.shift()
        }
        expect(backlog.count).toBe(model.length)
        if (model.length > 0) {
          expect(backlog.firstSequence()).toBe(model[0])
          expect(backlog.firstIntendedAtMs()).toBe(model[0]! / 3)
        }
      }
    }),
  )
})
