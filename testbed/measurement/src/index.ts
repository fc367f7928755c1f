export { failoverStages, failoverVerdict, type StageVerdict, stageVerdict } from './failover-stage.js'
export { LONGEST_LATENCY_US } from './histogram-geometry.js'
export { LatencyHistogram } from './latency-histogram.js'
export { HistogramBlobError, type HistogramBlobFault, HistogramFullError, MeasurementError, NoLatencyError } from './measurement-error.js'
export { phaseAt, RUN_PHASES, type RunPhase } from './run-phase.js'
export type {
  EnvironmentFingerprint,
  FailoverMeasure,
  FailoverVerdict,
  FlowAudit,
  FlowName,
  IntervalSample,
  NetworkKind,
  OfferedFlow,
  PathEvent,
  PathState,
  PhaseLatency,
  RunDescription,
  RunEvent,
  RunOutcome,
  RunVerdict,
} from './run-record.js'
