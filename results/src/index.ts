export { type ComparedMetric, type MetricChange, type MetricUnit, NOISE, type NoiseRule } from './compared-metric.js'
export { compareRuns, type RunComparison } from './comparison.js'
export type { ParameterDifference } from './comparison-circumstances.js'
export { hdrText, histogramOfHdrText } from './hdr-text.js'
export type { FlowSummary, RecordedRun, RunConclusion, RunStatus, RunSummary } from './recorded-run.js'
export { renderComparison } from './report/comparison-report.js'
export {
  type ComparisonJson,
  comparisonJson,
  type LatencyJson,
  type RunJson,
  type RunListJson,
  renderJson,
  runJson,
  runListJson,
} from './report/json-report.js'
export { renderMarkdownRun } from './report/markdown-report.js'
export type { RenderOptions } from './report/render-options.js'
export { renderRunList } from './report/run-list-report.js'
export { renderScorecard, type ScorecardSubject } from './report/scorecard.js'
export {
  DatabaseBusyError,
  DatabaseDamagedError,
  DatabaseFullError,
  DatabaseMissingError,
  DatabaseTooNewError,
  DatabaseUnwritableError,
  ForeignDatabaseError,
  NotADatabaseError,
  RecordingFinishedError,
  ResultsError,
  RunNotFoundError,
  TableMissingError,
} from './results-error.js'
export { type OpenOptions, ResultsStore, type WriteOptions } from './results-store.js'
export { RunQueries } from './run-queries.js'
export { type RunBatch, RunRecorder } from './run-recorder.js'
export { readTable, type TableContent } from './table-reader.js'
