import { describe, expect, it } from 'vitest'
import { DestinationStates } from './destination-states.js'

const at = (pointCode: number, mask = 0) => ({ pointCode, mask })

describe('the states of destinations', () => {
  it('are unknown until told', () => {
    const states = new DestinationStates(10)
    expect([states.isEmpty, states.statusOf(5), states.congestionLevelOf(5)]).toEqual([true, null, 0])
    states.tell(at(5), 'unavailable')
    states.tellCongestion(at(6), 2)
    expect([states.isEmpty, states.statusOf(5), states.statusOf(6), states.congestionLevelOf(6)]).toEqual([false, 'unavailable', null, 2])
  })

  it('differ from what an ASP assumes: congestion first, then wide ranges before their parts, and no congestion of what is unavailable', () => {
    const states = new DestinationStates(10)
    states.tell(at(0x10, 4), 'unavailable')
    states.tell(at(0x11), 'available')
    states.tell(at(0x20), 'restricted')
    states.tell(at(0x30), 'available')
    for (const pointCode of [0x12, 0x20]) states.tellCongestion(at(pointCode), 1)
    const congested = { affected: at(0x20), status: null, congestionLevel: 1 }
    const part = { affected: at(0x11), status: 'available' }
    const restricted = { affected: at(0x20), status: 'restricted' }
    expect(states.differencesFrom('available')).toMatchObject([
      congested,
      { affected: at(0x10, 4), status: 'unavailable' },
      part,
      restricted,
    ])
    expect(states.differencesFrom('unavailable')).toMatchObject([congested, part, restricted, { affected: at(0x30), status: 'available' }])
    expect(states.reachable()).toMatchObject([at(0x11), at(0x20), at(0x30)])
  })

  it('are reported of a range as a whole and of the parts that differ', () => {
    const states = new DestinationStates(10)
    expect(states.reportsOn(at(0x10, 4), 'unavailable')).toBeNull()
    states.tell(at(0x11), 'available')
    expect(states.reportsOn(at(0x10, 4), 'unavailable')).toMatchObject([
      { affected: at(0x10, 4), status: 'unavailable' },
      { affected: at(0x11), status: 'available' },
    ])
    expect(states.reportsOn(at(0x11), 'unavailable')).toEqual([{ affected: at(0x11), status: 'available', congestionLevel: null }])
    states.tellCongestion(at(0x14), 3)
    expect(states.reportsOn(at(0x14), 'unavailable')).toEqual([{ affected: at(0x14), status: 'available', congestionLevel: 3 }])
  })

  it('are no more than their bound', () => {
    const states = new DestinationStates(1)
    expect([states.tell(at(1), 'restricted'), states.tell(at(2), 'restricted'), states.tell(at(1), 'unavailable')]).toEqual([
      true,
      false,
      true,
    ])
  })
})
