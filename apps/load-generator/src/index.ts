export type { GeneratorEvent } from './generator/generator-report.js'
export {
  AlreadyStartedError,
  GeneratorLostError,
  InvalidLoadError,
  LoadConnectionError,
  LoadGeneratorError,
  ScheduleOrderError,
} from './load-generator-error.js'
export { eventLoopProbe } from './measurement/event-loop-probe.js'
export { FlowMeasurement, type MeasuredSource, type PhaseBoundaries } from './measurement/flow-measurement.js'
export { IntervalSampler, type SampledFlow, type TakeSamples } from './measurement/interval-sampler.js'
export {
  type LoadProbe,
  type SelfJudgement,
  type SelfLimit,
  type SelfLimits,
  type SelfReport,
  SelfWatch,
  USUAL_SELF_LIMITS,
} from './measurement/self-watch.js'
export { type AuditBounds, SequenceAudit } from './measurement/sequence-audit.js'
export { closedLoopWarning, latencyMeaning } from './output/latency-meaning.js'
export { liveFrame } from './output/live-frame.js'
export { progressLine } from './output/live-line.js'
export type { LiveFlow, LiveOptions, LivePath, LiveState } from './output/live-state.js'
export { type LoadMoment, loadFrame, loadLine } from './output/load-frame.js'
export { arrivalsText, messagesText } from './output/plan-words.js'
export type { Progress } from './output/progress-bar.js'
export { openPrometheusExporter, type PrometheusExporter } from './output/prometheus-exporter.js'
export type { ArrivalPlan, LoadPlan } from './plan/load-plan.js'
export { readWorkload, type WorkloadSource } from './plan/resolve-workload.js'
export type { WorkloadDocument } from './plan/workload-document.js'
export { type LoadResult, LoadRun, type LoadRunListener, type LoadSecond } from './run/load-run.js'
export type { KindTally, LoadTally, TalliedResult } from './run/load-tally.js'
export type { LoadVerdict } from './run/load-verdict.js'
export { scenarioNodeProgram } from './scenario-node/scenario-node-program.js'
export { shippedTemplates } from './template/shipped-templates.js'
export { type ArrivalSchedule, ConstantRateArrivals, PoissonArrivals } from './workload/arrival-schedule.js'
export { type LoadClock, type LoadTimer, RunClock } from './workload/load-clock.js'
export { type OfferMessage, type OpenLoopOptions, OpenLoopSource, type SourceWatch } from './workload/open-loop-source.js'
