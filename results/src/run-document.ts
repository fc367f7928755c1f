import { gunzipSync, gzipSync } from 'node:zlib'
import { HistogramBlobError, LatencyHistogram } from '@sigbed/measurement'
import type { z } from 'zod'
import type { RecordedRun } from './recorded-run.js'
import { RunDocumentError } from './results-error.js'
import { type RunDocument, runDocumentSchema } from './run-document-schema.js'

/**
 * Runs as a file of their own: JSON, compressed with gzip. Text that any program can read, rather than a database: it is checked through and
 * through before anything of it is stored, and stays readable whatever becomes of the tables. Histograms are their own octets in base64, so
 * that they add up as exactly after the journey as before.
 */
export function exportRuns(runs: readonly RecordedRun[], exportedAtUtc: string): Buffer {
  const document: RunDocument = { format: 'sigbed-runs', version: 1, exportedAtUtc, runs: runs.map(exported) }
  return gzipSync(JSON.stringify(document))
}

/**
 * Reads what `exportRuns` wrote, compressed or not.
 * @param path only for the words of the errors
 * @throws RunDocumentError
 */
export function importedRuns(octets: Uint8Array, path: string): RecordedRun[] {
  const parsed = runDocumentSchema.safeParse(jsonOf(octets, path))
  if (!parsed.success) throw new RunDocumentError(path, issueText(parsed.error))
  return parsed.data.runs.map((run, index) => imported(run, index, path))
}

function jsonOf(octets: Uint8Array, path: string): unknown {
  const isCompressed = octets[0] === 0x1f && octets[1] === 0x8b
  let text: string
  try {
    text = Buffer.from(isCompressed ? gunzipSync(octets, { maxOutputLength: LARGEST_DOCUMENT }) : octets).toString('utf8')
  } catch (error) {
    throw new RunDocumentError(path, 'it is damaged, or larger than a gigabyte', { cause: error })
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new RunDocumentError(path, 'it is no JSON', { cause: error })
  }
}

function exported(run: RecordedRun): RunDocument['runs'][number] {
  return {
    ...run,
    samples: run.samples.map((sample) => ({ ...sample, histogram: sample.histogram === null ? null : base64(sample.histogram) })),
    latencies: run.latencies.map((latency) => ({ ...latency, histogram: base64(latency.histogram.toBlob()) })),
  } as RunDocument['runs'][number]
}

function imported(run: RunDocument['runs'][number], index: number, path: string): RecordedRun {
  try {
    return {
      ...run,
      samples: run.samples.map((sample) => {
        const histogram = sample.histogram === null ? null : Buffer.from(sample.histogram, 'base64')
        // Read once, so that nothing is stored that cannot be read again.
        if (histogram !== null) LatencyHistogram.fromBlob(histogram)
        return { ...sample, histogram }
      }),
      latencies: run.latencies.map((latency) => ({
        ...latency,
        histogram: LatencyHistogram.fromBlob(Buffer.from(latency.histogram, 'base64')),
      })),
    }
  } catch (error) {
    if (!(error instanceof HistogramBlobError)) throw error
    throw new RunDocumentError(path, `runs.${index}: ${error.message}`, { cause: error })
  }
}

function base64(octets: Uint8Array): string {
  return Buffer.from(octets).toString('base64')
}

/** The first thing that is wrong, and where. */
function issueText({ issues }: z.ZodError): string {
  const [issue] = issues
  const place = issue!.path.map(String).join('.')
  if (place === 'version' || place === 'format') return `its ${place} is not one this program knows`
  return `${place === '' ? 'the document' : place}: ${issue!.message}${issues.length > 1 ? ` (and ${issues.length - 1} more)` : ''}`
}

const LARGEST_DOCUMENT = 2 ** 30
