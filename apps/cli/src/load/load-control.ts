import type { LoadRun } from '@sigbed/load-generator'

/** What somebody wants of a load that goes on. */
export type LoadWish =
  | { readonly kind: 'rate'; readonly perSecond: number }
  /** Times the present pace: 1.1 is ten per cent more. */
  | { readonly kind: 'faster'; readonly times: number }
  | { readonly kind: 'stop' }

/** A key on the terminal; null for one that means nothing. */
export function wishOfKey(key: string): LoadWish | null {
  if (key === '+' || key === '=') return { kind: 'faster', times: STEP }
  if (key === '-') return { kind: 'faster', times: 1 / STEP }
  return key === 'q' ? { kind: 'stop' } : null
}

/** A line of the control input: `rate 5000`, `rate +10%`, `rate -10%`, `stop`; null for anything else. */
export function wishOfLine(line: string): LoadWish | null {
  const text = line.trim()
  if (text === 'stop') return { kind: 'stop' }
  const [, sign, number, percent] = /^rate\s+([+-]?)(\d{1,7}(?:\.\d{1,6})?)(%?)$/.exec(text) ?? []
  if (number === undefined) return null
  if (percent === '%')
    return sign === '' ? null : { kind: 'faster', times: Math.max(0, 1 + (sign === '-' ? -1 : 1) * (Number(number) / 100)) }
  return sign === '' ? { kind: 'rate', perSecond: Number(number) } : null
}

/** Does it. @returns why it cannot be done, as a sentence; null when it was done */
export function carryOut(wish: LoadWish, run: Pick<LoadRun, 'pace' | 'setPace' | 'setRate' | 'stop'>): string | null {
  switch (wish.kind) {
    case 'stop':
      run.stop('stopped by hand')
      return null
    case 'rate':
      return run.setRate(wish.perSecond)
        ? null
        : 'Only a load that goes by a rate above 0 can be given another; "rate +10%" changes the pace of any but a closed loop.'
    default:
      return run.setPace(run.pace * wish.times) ? null : 'A closed loop has no rate: the target sets its own.'
  }
}

const STEP = 1.1
