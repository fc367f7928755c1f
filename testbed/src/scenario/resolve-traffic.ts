import type { Report } from '../configuration/schema-issue.js'
import { unknownName } from './grammar/scenario-names.js'
import { networksBetween } from './resolve-nodes.js'
import type { ScenarioNode, TrafficPlan } from './scenario.js'
import type { ScenarioDocument } from './scenario-document.js'

/** The flows, with what was left out. Whether their roles can send them is for the role kinds to say. */
export function resolveTraffic(
  traffic: ScenarioDocument['traffic'],
  nodes: readonly ScenarioNode[],
  nodeNames: readonly string[],
  report: Report,
): TrafficPlan[] {
  return traffic.map(({ flow, from, to, rate, size, arrivals }, i) => {
    const place = ['traffic', i]
    const receivers = typeof to === 'string' ? [to] : to
    if (traffic.findIndex((other) => other.flow === flow) !== i)
      report([...place, 'flow'], `another flow is called ${flow}: give each its own name.`)
    if (!nodeNames.includes(from)) report([...place, 'from'], unknownName(from, 'node', nodeNames))
    receivers.forEach((receiver, j) => {
      const at = [...place, 'to', ...(typeof to === 'string' ? [] : [j])]
      const [sender, peer] = [from, receiver].map((name) => nodes.find((node) => node.name === name))
      if (!nodeNames.includes(receiver)) report(at, unknownName(receiver, 'node', nodeNames))
      else if (receiver === from) report(at, `${from} sends to itself: name another node.`)
      else if (receivers.indexOf(receiver) !== j) report(at, `${receiver} stands here twice: once will do.`)
      else if (sender !== undefined && peer !== undefined && !networksBetween(sender, peer).length)
        report(at, `${from} and ${receiver} share no network: give both an interface on one.`)
    })
    return { flow, from, to: receivers, perSecond: rate, arrivals: arrivals ?? 'constant', octets: size ?? 100 }
  })
}
