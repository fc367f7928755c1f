import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * When a process began, as digits that are the same at every look and differ for another process of the same number; null when there is
 * no such process, or only its remainder that nobody has waited for. Clock ticks since the machine started, where there is /proc; else
 * milliseconds since 1970, to a second.
 */
export function processBirth(pid: number): string | null {
  if (process.platform !== 'linux') return birthByPs(pid)
  let stat: string
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return null
  }
  // The second field is the program's name in parentheses, in which anything may stand.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const state = fields[0]!
  return state === 'Z' || state === 'X' ? null : fields[START_TIME_FIELD]!
}

function birthByPs(pid: number): string | null {
  try {
    const environment = { ...process.env, LC_ALL: 'C' }
    const text = execFileSync('ps', ['-o', 'lstart=', '-p', `${pid}`], { encoding: 'utf8', stdio: 'pipe', env: environment })
    const birth = Date.parse(text.trim())
    return Number.isNaN(birth) ? null : `${birth}`
  } catch {
    return null
  }
}

/** `starttime`, the 22nd of all fields, counted from the third. */
const START_TIME_FIELD = 19
