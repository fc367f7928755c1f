import type { DiameterTraffic } from '../plan/load-plan.js'
import type { RowOrder } from '../template/data-columns.js'
import { WeightedChoice, wordOf } from './chosen-by-number.js'
import type { LoadShare } from './load-driver.js'

/** Which template an arrival runs, and for whom. Depends on the number of the arrival and the seed alone; allocates nothing. */
export class ProcedureChoice {
  private readonly choice: WeightedChoice
  private readonly rows: number
  private readonly rowOrder: RowOrder
  private readonly populations: readonly number[]
  /** Procedures begun by this generator, by template. */
  private readonly begun: Float64Array

  constructor(
    traffic: DiameterTraffic,
    private readonly share: LoadShare,
    private readonly seed: number,
  ) {
    this.choice = new WeightedChoice(traffic.templates.map(({ weight }) => weight))
    this.populations = traffic.templates.map(({ template }) => template.population)
    this.rows = traffic.data.rows
    this.rowOrder = traffic.rowOrder
    this.begun = new Float64Array(traffic.templates.length)
  }

  /** Counts the arrivals of all generators together. */
  arrivalOf(sequence: number): number {
    return sequence * this.share.of + this.share.worker
  }

  templateOf(arrival: number): number {
    return this.choice.of(wordOf(this.seed, arrival))
  }

  /** The next run of a template, from 1 on; no other generator has this number. */
  sequenceOf(template: number): number {
    return this.arrivalOf(this.begun[template]!) + 1
  }

  subscriberOf(template: number, sequence: number): number {
    return ((sequence - 1) % this.populations[template]!) + 1
  }

  /** -1 when every row has been used that may be used once. */
  rowOf(sequence: number): number {
    if (this.rows === 0) return 0
    if (this.rowOrder === 'random') return wordOf(this.seed ^ ROWS, sequence) % this.rows
    if (this.rowOrder === 'once' && sequence > this.rows) return -1
    return (sequence - 1) % this.rows
  }

  /** The run that sequenceOf has numbered has begun. */
  begin(template: number): void {
    this.begun[template]!++
  }
}

/** So that the choice of a row does not follow that of the template. */
const ROWS = 0x5bd1e995
