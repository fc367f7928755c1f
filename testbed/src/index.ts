export { ConfigurationError, type ConfigurationProblem } from './configuration/configuration-error.js'
export type { Place } from './configuration/configuration-text.js'
export { type ConfigurationSource, configurationSchema, readConfigurationDocument } from './configuration/read-configuration.js'
export type { Report } from './configuration/schema-issue.js'
export { duration, ipAddress, ipAddresses, millisecondsOf, portNumber, timeWithUnit, unsigned32 } from './configuration/values.js'
export { judge } from './judgement/judge.js'
export { applyLinkState, type ImpairedNode, impairmentOf } from './lab/apply-link-state.js'
export { ComposeEngine } from './lab/compose-engine.js'
export { currentImage } from './lab/compose-image.js'
export { ComposeRemains } from './lab/compose-remains.js'
export { type ComposeLabOptions, ComposeScenarioLab } from './lab/compose-scenario-lab.js'
export type { Lab, LabNode, LabOptions } from './lab/lab.js'
export { BOTH_ENDS_COMMENT, LabCapture, nodeView } from './lab/lab-capture.js'
export { LabError, type LabErrorCode } from './lab/lab-error.js'
export type { LabRemains, LabRemnant, LabRemoval } from './lab/lab-remains.js'
export { LoopbackLab } from './lab/loopback-lab.js'
export { LoopbackScenarioLab } from './lab/loopback-scenario-lab.js'
export { NetnsRemains } from './lab/netns-remains.js'
export { NetnsScenarioLab, netnsObstacle } from './lab/netns-scenario-lab.js'
export { LineReader, nodeLine, readNodeCommand, readNodeProcessStart, readNodeReport } from './lab/node-line.js'
export type { NodePlace, NodeProcessStart, PacketCarrier } from './lab/node-process-start.js'
export type { NodeProgram, NodeProgramContext, OpenNodeProgram } from './lab/node-program.js'
export type { NodeCommand, NodeReport } from './lab/node-protocol.js'
export { ProcessRemains } from './lab/process-remains.js'
export { type NodeSite, type ProcessLabOptions, ProcessScenarioLab } from './lab/process-scenario-lab.js'
export type { LabListener, ScenarioLab } from './lab/scenario-lab.js'
export { isLinkAction, type LinkAction, type ScenarioLink, ScenarioLinks } from './lab/scenario-links.js'
export { SimulatedLab, type SimulatedLabOptions } from './lab/simulated-lab.js'
export { SimulatedScenarioLab, type SimulatedScenarioLabOptions } from './lab/simulated-scenario-lab.js'
export { type NodePlan, networkBetween, type Topology, TWO_HOMED } from './lab/topology.js'
export type { Role } from './role.js'
export type { HoldUp } from './run/hold-up.js'
export { PATH_CHANGE_REASONS } from './run/path-change-reason.js'
export { type ConductedRun, conductRun, type JudgeExpectations } from './run/run-conductor.js'
export type { CarriedOutFault, FlowArrival, FlowDelivery, NodeAddress, RunEvidence } from './run/run-evidence.js'
export type { RunBatch, RunFrame, RunSink } from './run/run-sink.js'
export type { Comparison, CountedFate, Demand, Expectation, TimeLimit } from './scenario/expectation.js'
export type { FaultAction } from './scenario/fault-action.js'
export { effectOf, outageOf } from './scenario/fault-effect.js'
export { EXPECTATION_PHRASES, readDemand, wordsForDemand } from './scenario/grammar/expectation-phrases.js'
export type { Phrase } from './scenario/grammar/phrase.js'
export { readSteps, TIMETABLE_PHRASES, wordsForAction } from './scenario/grammar/timetable-phrases.js'
export { networkObstacles, refuseObstacles } from './scenario/network-obstacles.js'
export { readScenario, type ScenarioChanges, type ScenarioSource } from './scenario/read-scenario.js'
export { RoleAssociations } from './scenario/role-associations.js'
export { RoleEvents } from './scenario/role-events.js'
export {
  type ArrivalAddress,
  type FlowSender,
  NO_ORDER,
  type RoleContext,
  type RoleContradiction,
  type RoleKind,
  type RoleObserver,
  type ScenarioRole,
} from './scenario/role-kind.js'
export { type RehearsalOptions, RehearsedNode, RoleRehearsal, scenarioOf } from './scenario/role-rehearsal.js'
export { EVENTS_LEFT_OUT, RUN_EVENTS } from './scenario/run-events.js'
export {
  type LinkChange,
  type LinkSelector,
  type LinkState,
  PERFECT_LINK_STATE,
  type Scenario,
  type ScenarioInterface,
  type ScenarioNetwork,
  type ScenarioNode,
  type TimetableEntry,
  type TrafficPlan,
} from './scenario/scenario.js'
export { scenarioJsonSchema } from './scenario/scenario-document.js'
export { spuriousFailovers } from './sweep/spurious-failovers.js'
export { type SweepHalf, type SweptRun, sweepCell, sweptRun } from './sweep/sweep-evaluation.js'
export { disturbanceFault, isCutting, type SweepChoices, SweptScenario } from './sweep/swept-scenario.js'
export { waitUntil } from './wait-until.js'
