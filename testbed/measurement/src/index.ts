export { failoverStages, failoverVerdict, type StageVerdict, stageVerdict } from './failover-stage.js'
export { countText, durationText, msText, rateText, signedGroups } from './figures.js'
export { fromHdrEncoding, toHdrEncoding } from './hdr-encoding.js'
export { LONGEST_LATENCY_US } from './histogram-geometry.js'
export { LatencyHistogram } from './latency-histogram.js'
export {
  HistogramBlobError,
  type HistogramBlobFault,
  HistogramFullError,
  MeasurementError,
  NoLatencyError,
  SequenceNumbersError,
  type SequenceNumbersFault,
} from './measurement-error.js'
export {
  NumberedPayload,
  type PayloadFault,
  readNumberedPayload,
  SHORTEST_PAYLOAD,
  writeNumberedPayload,
} from './numbered-payload.js'
export { phaseAt, RUN_PHASES, type RunPhase } from './run-phase.js'
export {
  type EnvironmentFingerprint,
  type ExpectationOutcome,
  type FailoverMeasure,
  type FailoverVerdict,
  type FlowAudit,
  type FlowName,
  type IntervalSample,
  NETWORK_KINDS,
  type NetworkKind,
  type OfferedFlow,
  type PathEvent,
  type PathSample,
  type PathState,
  type PhaseLatency,
  type ProcessorTime,
  type RequestAudit,
  type RunDescription,
  type RunEvent,
  type RunFault,
  type RunOutcome,
  type RunVerdict,
} from './run-record.js'
export { SequenceNumbers } from './sequence-numbers.js'
export type { SpuriousFailovers, SweepCell, SweepRecord, SweepTimers, SweptFailover, SweptStage } from './sweep-record.js'
