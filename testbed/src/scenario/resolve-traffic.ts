import type { Report } from '../configuration/schema-issue.js'
import { unknownName } from './grammar/scenario-names.js'
import type { TrafficPlan } from './scenario.js'
import type { ScenarioDocument } from './scenario-document.js'

/** The flows, with what was left out. Whether their roles can send them, and by what way, is for the role kinds to say. */
export function resolveTraffic(traffic: ScenarioDocument['traffic'], nodeNames: readonly string[], report: Report): TrafficPlan[] {
  return traffic.map(({ flow, from, to, rate, size, arrivals }, i) => {
    const place = ['traffic', i]
    const receivers = typeof to === 'string' ? [to] : to
    if (traffic.findIndex((other) => other.flow === flow) !== i)
      report([...place, 'flow'], `another flow is called ${flow}: give each its own name.`)
    if (!nodeNames.includes(from)) report([...place, 'from'], unknownName(from, 'node', nodeNames))
    receivers.forEach((receiver, j) => {
      const at = [...place, 'to', ...(typeof to === 'string' ? [] : [j])]
      if (!nodeNames.includes(receiver)) report(at, unknownName(receiver, 'node', nodeNames))
      else if (receiver === from) report(at, `${from} sends to itself: name another node.`)
      else if (receivers.indexOf(receiver) !== j) report(at, `${receiver} stands here twice: once will do.`)
    })
    return { flow, from, to: receivers, perSecond: rate, arrivals: arrivals ?? 'constant', octets: size ?? 100 }
  })
}
