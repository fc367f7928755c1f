import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import type { LoadProbe } from './self-watch.js'

/** How busy this thread is: what the generator's own judgement of itself rests on. */
export function eventLoopProbe(): LoadProbe {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  delays.enable()
  let before = performance.eventLoopUtilization()
  return {
    cpuShare() {
      const now = performance.eventLoopUtilization()
      const { utilization } = performance.eventLoopUtilization(now, before)
      before = now
      return utilization
    },
    eventLoopDelayMs() {
      // The monitor counts its own interval as delay.
      const worstMs = Math.max(delays.max / 1e6 - RESOLUTION_MS, 0)
      delays.reset()
      return Number.isFinite(worstMs) ? worstMs : 0
    },
  }
}

const RESOLUTION_MS = 5
