export { type ComparedMetric, type MetricChange, SIGNIFICANCE } from './compared-metric.js'
export { type ComparisonEffort, compareRuns, comparisonKind, type RunComparison } from './comparison.js'
export type { ParameterDifference } from './comparison-circumstances.js'
export { mergeDatabase } from './database-merge.js'
export { hdrText, histogramOfHdrText } from './hdr-text.js'
export { type LoadWords, loadTargetOf, loadWordsOf } from './load-words.js'
export type { FlowSummary, RecordedRun, RunConclusion, RunStatus, RunSummary } from './recorded-run.js'
export { parseRegressionLimits, type RegressionLimits, regressionsPast } from './regression-limits.js'
export { comparisonMarkdown } from './report/comparison-markdown.js'
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
export { renderSweepJson, type SweepJson } from './report/sweep/sweep-json.js'
export { renderMarkdownSweep } from './report/sweep/sweep-markdown.js'
export { renderSweep } from './report/sweep/sweep-text.js'
export {
  DatabaseBusyError,
  DatabaseDamagedError,
  DatabaseFullError,
  DatabaseMissingError,
  DatabaseTooNewError,
  DatabaseUnwritableError,
  ForeignDatabaseError,
  InvalidTagError,
  NoBaselineError,
  NotADatabaseError,
  RecordingFinishedError,
  ResultsError,
  RunDocumentError,
  RunNotFoundError,
  TableMissingError,
} from './results-error.js'
export { type OpenOptions, ResultsStore, type WriteOptions } from './results-store.js'
export { exportRuns, importedRuns } from './run-document.js'
export { FIGURE_FAMILIES, type FigureFamily, type FigureUnit, NOISE, type NoiseRule } from './run-figures.js'
export { runNumbers } from './run-numbers.js'
export { type PrunedRun, type PruneRule, prunable, prune } from './run-pruning.js'
export { type RunFilter, RunQueries } from './run-queries.js'
export { type RunBatch, RunRecorder } from './run-recorder.js'
export { RunSelection } from './run-selection.js'
export { BASELINE_TAG, type BaselineChange, checkTag, RunTags } from './run-tags.js'
export { type TakenRun, takeRuns } from './run-taking.js'
export { readTable, type TableContent } from './table-reader.js'
