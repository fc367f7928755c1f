import type { ExpectationOutcome } from '@sigbed/measurement'
import type { RunEvidence } from '../run/run-evidence.js'
import type { Demand, Expectation } from '../scenario/expectation.js'
import { judgeAssociationLost, judgeAssociationReturns, judgeAssociationStays } from './judge-associations.js'
import { judgeAlternate, judgeDataReturns, judgeLongestSilence, judgeTakesOver } from './judge-deliveries.js'
import { judgeEvent } from './judge-events.js'
import { judgeCount, judgeDeliveredAt, judgeLatency, judgeRepetition } from './judge-figures.js'
import { judgeFailover, judgePathNever, judgePathState, judgePathStays } from './judge-paths.js'
import type { Judgement } from './judgement.js'

/** Holds what a run has shown against what its scenario expects; one outcome for each expectation, in their order. */
export function judge(expectations: readonly Expectation[], evidence: RunEvidence): ExpectationOutcome[] {
  return expectations.map(({ text, demand }) => ({ text, ...judgementOf(demand, evidence) }))
}

function judgementOf(demand: Demand, evidence: RunEvidence): Judgement {
  switch (demand.kind) {
    case 'count':
      return judgeCount(demand, evidence)
    case 'delivered-at':
      return judgeDeliveredAt(demand, evidence)
    case 'repetition':
      return judgeRepetition(demand, evidence)
    case 'latency':
      return judgeLatency(demand, evidence)
    case 'alternate':
      return judgeAlternate(demand, evidence)
    case 'path-state':
      return judgePathState(demand, evidence)
    case 'path-stays':
      return judgePathStays(demand, evidence)
    case 'path-never':
      return judgePathNever(demand, evidence)
    case 'data-returns':
      return judgeDataReturns(demand, evidence)
    case 'association-stays':
      return judgeAssociationStays(evidence)
    case 'association-lost':
      return judgeAssociationLost(demand, evidence)
    case 'association-returns':
      return judgeAssociationReturns(demand, evidence)
    case 'failover-as-computed':
      return judgeFailover(evidence)
    case 'longest-silence':
      return judgeLongestSilence(demand, evidence)
    case 'takes-over':
      return judgeTakesOver(demand, evidence)
    case 'event':
      return judgeEvent(demand, evidence)
    default:
      return demand satisfies never
  }
}
