import type { ArrivalPlan, Distribution, LoadPlan } from '../plan/load-plan.js'
import { countText, rateText, secondsText } from './figures.js'

/** What a plan is about, in a few words, for reports and for whoever compares two loads. */

/** What is sent: `M3UA DATA of 100 octets`, `Diameter s6a-attach:3, s13-check`. */
export function messagesText({ traffic }: Pick<LoadPlan, 'traffic'>): string {
  if (traffic.protocol === 'm3ua') return `M3UA DATA of ${distributionText(traffic.sizes)} octets${traffic.echo ? ', echoed' : ''}`
  const templates = traffic.templates.map(({ template, weight }) => (weight === 1 ? template.name : `${template.name}:${weight}`))
  return `Diameter ${templates.join(', ')}`
}

/** When it is sent: `2,000/s`, `100 to 5,000/s in 30 s`, `closed loop of 64 on each connection`. */
export function arrivalsText({ arrivals }: Pick<LoadPlan, 'arrivals'>): string {
  switch (arrivals.model) {
    case 'closed': {
      const think = arrivals.thinkMs > 0 ? `, ${secondsText(arrivals.thinkMs)} between` : ''
      return `closed loop of ${countText(arrivals.outstanding)} on each connection${think}`
    }
    case 'replayed':
      return `${countText(arrivals.instants.length)} arrivals of ${arrivals.file}`
    default:
      return `${ratesText(arrivals)}${arrivals.spacing === 'poisson' ? ' (Poisson)' : ''}`
  }
}

function ratesText({ form, rates }: Extract<ArrivalPlan, { readonly model: 'open' }>): string {
  const [first, ...later] = rates
  if (form === 'ramp')
    return `${rateText(first!.perSecond)} to ${later.map(({ perSecond, atMs }) => `${rateText(perSecond)}/s in ${secondsText(atMs)}`).join(', ')}`
  return [
    `${rateText(first!.perSecond)}/s`,
    ...later.map(({ perSecond, atMs }) => `${rateText(perSecond)}/s from ${secondsText(atMs)}`),
  ].join(', ')
}

/** As it is given on the command line, but for the range. */
function distributionText(distribution: Distribution): string {
  if (distribution.kind === 'uniform') return `${distribution.least} to ${distribution.most}`
  const { values, weights } = distribution
  return values.map((value, i) => (values.length === 1 ? `${value}` : `${value}:${weights[i]}`)).join(', ')
}
