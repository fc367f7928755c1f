import { fail } from 'node:assert'
import type { NodeReport, Scenario, TrafficPlan } from '@sigbed/testbed'
import { describe, expect, it } from 'vitest'
import { HandClock } from '../../test/hand-clock.js'
import { SelfWatch } from '../measurement/self-watch.js'
import { SendingFlow } from './sending-flow.js'

describe('the sending end of a flow', () => {
  it.each(['constant', 'poisson'] as const)('accounts for every number once, with arrivals that are %s', (arrivals) => {
    const scene = new Scene(arrivals)
    scene.flow.start(false)
    scene.clock.runUntil(950)
    const reports = [scene.report(250), scene.report(500), scene.report(950, true)]
    expect(reports.map(({ first }) => first)).toEqual([0, reports[0]!.offered, reports[0]!.offered + reports[1]!.offered])
    expect(reports.reduce((sum, { offered }) => sum + offered, 0)).toBe(scene.sent.length)
    expect(scene.sent).toEqual(scene.sent.map((_, sequence) => sequence))
  })

  it('goes on with the numbers due from now on when it joins, and never gives one out again', () => {
    const before = new Scene('poisson')
    before.flow.start(false)
    before.clock.runUntil(400)
    const joining = new Scene('poisson')
    joining.clock.runUntil(600)
    joining.flow.start(true)
    joining.clock.runUntil(900)
    const whole = new Scene('poisson')
    whole.flow.start(false)
    whole.clock.runUntil(900)
    expect(joining.sent[0]).toBeGreaterThan(before.sent.at(-1)!)
    expect(joining.sent).toEqual(whole.sent.slice(joining.sent[0]))
    expect(joining.report(900, true)).toMatchObject({ first: joining.sent[0], offered: joining.sent.length })
  })

  it('says what was refused, failed and waits', () => {
    const scene = new Scene('constant')
    scene.takes = false
    scene.flow.start(false)
    scene.clock.runUntil(95)
    scene.flow.recordAnswer(true)
    expect(scene.report(95)).toMatchObject({ offered: 10, refused: 0, failed: 1, waiting: 10 })
    scene.flow.stop()
    expect(scene.report(95, true)).toMatchObject({ offered: 0, refused: 10, failed: 0, waiting: 0 })
    expect(scene.flow.takeReport(95, true)).toBeNull()
  })

  it('is settled when everything was offered and answered, or will never be', () => {
    const scene = new Scene('constant')
    scene.flow.start(false)
    scene.clock.runUntil(2000)
    expect(scene.flow.isSettled).toBe(false)
    for (const sequence of scene.sent) scene.flow.recordAnswer(sequence % 7 === 0)
    expect(scene.flow.isSettled).toBe(true)
  })

  it('remembers when each message was meant to be sent, for its answer', () => {
    const scene = new Scene('constant')
    scene.flow.start(false)
    scene.clock.runUntil(500)
    expect([scene.flow.intendedAtMs(0), scene.flow.intendedAtMs(37), scene.flow.intendedAtMs(5000)]).toEqual([0, 370, Number.NaN])
  })
})

class Scene {
  readonly clock = new HandClock()
  readonly sent: number[] = []
  takes = true
  readonly flow: SendingFlow

  constructor(arrivals: TrafficPlan['arrivals']) {
    const plan: TrafficPlan = { flow: 's13', from: 'mme', to: ['eir'], perSecond: 100, arrivals, octets: 100 }
    const scenario = { seed: 3, durationMs: 1000, traffic: [plan] } as unknown as Scenario
    const send = (sequence: number) => {
      if (this.takes) this.sent.push(sequence)
      return this.takes
    }
    this.flow = new SendingFlow(plan, scenario, { send }, this.clock, new SelfWatch(), true)
  }

  report(toMs: number, last = false): Extract<NodeReport, { kind: 'offered' }> {
    const report = this.flow.takeReport(toMs, last)
    return report?.kind === 'offered' ? report : fail('nothing to report')
  }
}
