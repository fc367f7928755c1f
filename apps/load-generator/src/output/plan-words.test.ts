import { describe, expect, it } from 'vitest'
import type { LoadPlan } from '../plan/load-plan.js'
import { readWorkload } from '../plan/resolve-workload.js'
import type { WorkloadDocument } from '../plan/workload-document.js'
import { arrivalsText, messagesText } from './plan-words.js'

function planOf(changes: WorkloadDocument): LoadPlan {
  return readWorkload({
    file: null,
    text: '',
    changes: { target: { addresses: ['127.0.0.1'] }, ...changes },
    replacesArrivals: false,
    nameOfChange: () => null,
    readFile: () => '1\n2\n3\n',
    profiles: ['telecom'],
    nowSeconds: 0,
  })
}

describe('the words for a plan', () => {
  it.each<readonly [WorkloadDocument, string]>([
    [{ protocol: 'm3ua' }, 'M3UA DATA of 100 octets'],
    [{ protocol: 'm3ua', m3ua: { size: '50..200', echo: true } }, 'M3UA DATA of 50 to 200 octets, echoed'],
    [{ protocol: 'm3ua', m3ua: { size: '60:3,200:1' } }, 'M3UA DATA of 60:3, 200:1 octets'],
    [{ protocol: 'diameter', templates: 's6a-attach:3,s13-check' }, 'Diameter s6a-attach:3, s13-check'],
  ])('say what %j sends', (changes, text) => expect(messagesText(planOf(changes))).toBe(text))

  it.each<readonly [WorkloadDocument['arrivals'], string]>([
    [{ rate: 2000 }, '2,000/s'],
    [{ rate: 2000, spacing: 'poisson' }, '2,000/s (Poisson)'],
    [{ ramp: '100..5000 in 30s' }, '100 to 5,000/s in 30 s'],
    [{ steps: '100@0s,5000@10s' }, '100/s, 5,000/s from 10 s'],
    [{ closed: 64 }, 'closed loop of 64 on each connection'],
    [{ closed: 64, think: '10ms' }, 'closed loop of 64 on each connection, 0.01 s between'],
    [{ replay: 'busy-hour.txt' }, '3 arrivals of busy-hour.txt'],
  ])('say when %j sends', (arrivals, text) => expect(arrivalsText(planOf({ protocol: 'm3ua', arrivals }))).toBe(text))
})
