import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseLoadOptions, targetOf } from './load-options.js'

describe('the options of sigbed load', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sigbed-load-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const parse = (flags: Readonly<Record<string, unknown>>) =>
    parseLoadOptions(flags, { workingFolder: folder, profiles: ['telecom'], now: new Date('2026-01-01T00:00:00Z') })

  it('are flags alone', () => {
    const { plan, json, control, prometheusPort } = parse({
      protocol: 'diameter',
      target: '127.0.0.1,127.0.1.1:13868',
      rate: '0.5',
      template: 's6a-attach:3,s13-check',
      'fail-if': 'p99>50ms,lost>0',
      json: true,
      prometheus: '0',
    })
    expect(plan.target).toMatchObject({ addresses: ['127.0.0.1', '127.0.1.1'], port: 13868 })
    expect(plan.arrivals).toMatchObject({ rates: [{ atMs: 0, perSecond: 0.5 }] })
    expect(plan.failIf.map(({ text }) => text)).toEqual(['p99>50ms', 'lost>0'])
    expect(plan.traffic).toMatchObject({ startTimeSeconds: 1767225600, templates: [{ weight: 3 }, { weight: 1 }] })
    expect({ json, control, prometheusPort }).toEqual({ json: true, control: false, prometheusPort: 0 })
  })

  it('are a file with flags over it, and files the workload names lie beside it', () => {
    writeFileSync(
      join(folder, 'load.yaml'),
      'protocol: m3ua\ntarget: { addresses: [127.0.0.1] }\narrivals: { replay: times.txt }\nduration: 1s\n',
    )
    writeFileSync(join(folder, 'times.txt'), '0\n1\n')
    expect(parse({ workload: 'load.yaml' }).plan).toMatchObject({
      durationMs: 1000,
      arrivals: { model: 'replayed' },
      traffic: { protocol: 'm3ua' },
    })
    expect(parse({ workload: 'load.yaml', rate: '7', duration: '2s', target: '127.0.0.9' }).plan).toMatchObject({
      durationMs: 2000,
      arrivals: { model: 'open', rates: [{ perSecond: 7 }] },
      target: { addresses: ['127.0.0.9'] },
    })
  })

  it.each<readonly [Readonly<Record<string, unknown>>, string]>([
    [{ target: '127.0.0.1' }, 'protocol: is missing: give m3ua or diameter'],
    [{ protocol: 'diameter' }, '--target: is missing'],
    [{ protocol: 'sip', target: '127.0.0.1' }, 'takes m3ua or diameter, not "sip"'],
    [{ protocol: 'diameter', target: 'localhost' }, '--target takes IP addresses and a port'],
    [{ protocol: 'diameter', target: '127.0.0.1:99999' }, '--target: takes'],
    [{ protocol: 'diameter', target: '127.0.0.1', rate: 'fast' }, '--rate: takes a number, not "fast"'],
    [{ protocol: 'diameter', target: '127.0.0.1', rate: '5', closed: '3' }, '--closed: and rate contradict one another'],
    [{ protocol: 'diameter', target: '127.0.0.1', 'data-order': 'once' }, '--data-order goes with --data'],
    [{ protocol: 'diameter', target: '127.0.0.1', data: 'none.csv' }, '--data: "none.csv" cannot be read'],
    [{ protocol: 'diameter', target: '127.0.0.1', prometheus: 'x' }, '--prometheus takes a port'],
    [{ protocol: 'diameter', target: '192.0.2.1' }, '--local: is missing'],
    [{ workload: 'none.yaml' }, '--workload none.yaml: there is no such file'],
  ])('are refused by the name of the flag: %j', (flags, why) => {
    expect(() => parse(flags)).toThrow(why)
  })
})

describe('a target', () => {
  it.each([
    ['127.0.0.1', { addresses: ['127.0.0.1'] }],
    ['127.0.0.1, 127.0.1.1:3868', { addresses: ['127.0.0.1', '127.0.1.1'], port: 3868 }],
    ['::1', { addresses: ['::1'] }],
    ['[::1]:3868', { addresses: ['::1'], port: 3868 }],
    ['127.0.0.1,2001:db8::1', { addresses: ['127.0.0.1', '2001:db8::1'] }],
  ])('is read: %s', (text, target) => {
    expect(targetOf(text)).toEqual(target)
  })
})
