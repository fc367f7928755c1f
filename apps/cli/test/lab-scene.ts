import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A gateway and an ASP on two paths of which the first is cut: over in three seconds. */
export const SHORT_FAILOVER = `
scenario: short-failover
title: The primary path is cut under load
profile: telecom
duration: 3s
networks:
  path-a: { delay: 1ms }
  path-b: { delay: 1ms }
nodes:
  sg:
    interfaces: [path-a, path-b]
    signalling-gateway: {}
  asp-1:
    interfaces: [path-a, path-b]
    application-server-process: { gateways: [sg] }
traffic:
  - { flow: m3ua, from: asp-1, to: sg, rate: 100, size: 100, arrivals: poisson }
timetable:
  - at 1s: cut path-a
expect:
  - lost = 0
  - alternate carries data within 2 RTO
  - association stays up
`

/** Diameter and M3UA side by side; nodes are killed, started and held up; links lose and delay. */
export const TROUBLED = `
scenario: troubled
title: Whatever can happen to nodes and links
profile: telecom
duration: 4s
networks:
  path-a: { delay: 1ms, jitter: 1ms, loss: 0.5% }
  path-b: { delay: 2ms }
nodes:
  sg:
    interfaces: [path-a, path-b]
    signalling-gateway: {}
  asp-1:
    interfaces: [path-a, path-b]
    application-server-process: { gateways: [sg] }
  eir-1: { interfaces: [path-a, path-b], diameter-server: {} }
  eir-2: { interfaces: [path-a, path-b], diameter-server: {} }
  mme: { interfaces: [path-a, path-b], diameter-client: { servers: [eir-1, eir-2] } }
traffic:
  - { flow: m3ua, from: asp-1, to: sg, rate: 100, size: 100, arrivals: poisson }
  - { flow: s13, from: mme, to: [eir-1, eir-2], rate: 100, arrivals: constant }
timetable:
  - at 500ms: cut path-a
  - at 1s: pause sg
  - at 1500ms: kill eir-1
  - at 2s: resume sg
  - at 2500ms: start eir-1
  - at 3s: restore path-a
expect:
  - corrupted = 0
`

/** @returns its name */
export function writeScenario(folder: string, text: string, name = 'scenario.yaml'): string {
  writeFileSync(join(folder, name), text)
  return name
}
