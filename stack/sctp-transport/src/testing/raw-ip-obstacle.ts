import { execFileSync } from 'node:child_process'
import { loadRawIpAddon } from '../raw-ip-addon.js'
import { messageOf } from '../transport-error.js'

/**
 * Why tests over raw IP cannot run here, or null when they can: the addon is there and this user may open raw sockets, and, where
 * `namespaces` are wanted, enter one. Says so once on the console, so that nobody takes tests left out for tests passed.
 *
 * @throws Error instead, where SIGBED_RAW_IP=required says that they have to run
 */
export function rawIpObstacle(namespaces: boolean): string | null {
  const obstacle = find(namespaces)
  if (obstacle === null) return null
  const what = `tests over raw IP${namespaces ? ' in network namespaces' : ''}`
  if (process.env['SIGBED_RAW_IP'] === 'required') throw new Error(`${what} cannot run: ${obstacle}`)
  console.warn(`Left out, ${what}: ${obstacle}`)
  return obstacle
}

function find(namespaces: boolean): string | null {
  const loading = loadRawIpAddon()
  if (!loading.loaded) return `the addon is ${loading.reason} (${loading.detail})`
  try {
    const networkNamespace = namespaces ? '/proc/thread-self/ns/net' : ''
    const shared = { family: 4, protocol: 132, receiveBuffer: 0, sendBuffer: 0, fragmented: true, onReadable: () => {} } as const
    loading.addon.close(loading.addon.open({ ...shared, address: Uint8Array.of(127, 0, 0, 1), networkNamespace }))
    // Making one wants iproute2 and a file system that takes its mark.
    if (namespaces) execFileSync('ip', ['netns', 'list'], { stdio: 'pipe' })
    return null
  } catch (error) {
    return messageOf(error)
  }
}
