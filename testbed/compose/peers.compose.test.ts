import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { describeWithEngine } from './describe-with-engine.js'
import { RunningPeers } from './running-peers.js'

/** What `sigbed m3ua status --json` says of an association. */
interface Association {
  readonly state: string
  readonly asps: readonly { readonly routingContext: number; readonly state: string }[]
  readonly paths: readonly { readonly state: string }[]
}

async function associationsAtGateway(peers: RunningPeers): Promise<readonly Association[]> {
  const { nodes } = JSON.parse(await peers.exec('signalling-gateway', 'sigbed', 'm3ua', 'status', '--json'))
  return nodes[0].associations
}

/** What `sigbed load --json` says of its messages. */
interface MessageFates {
  readonly offered: number
  readonly completed: number
  readonly lost: number
  readonly errors: number
}

/** Two hundred messages a second for six seconds, each of which comes back. How busy this machine is, is another matter. */
async function load(peers: RunningPeers, transport: string, protocol: string, ...words: readonly string[]): Promise<MessageFates> {
  const local = ['--local', '10.132.201.30,10.132.202.30', '--carrier', transport]
  const amount = ['--rate', '200', '--duration', '6s', '--json', '--quiet']
  const { output, stdout } = await peers.container('load-generator').exec(['sigbed', 'load', protocol, ...local, ...amount, ...words])
  if (!stdout.startsWith('{')) throw new Error(`sigbed load ${protocol} told no result: ${output}`)
  return JSON.parse(stdout).messages[0]
}

for (const transport of ['ip', 'udp'] as const) {
  await describeWithEngine(`the peers of compose.yaml, with SCTP over ${transport}`, () => {
    let peers: RunningPeers

    beforeAll(async () => {
      peers = await RunningPeers.start(transport)
    })
    afterAll(() => peers?.stop())

    it('come up with two paths each', async () => {
      await vi.waitFor(
        async () => {
          const associations = await associationsAtGateway(peers)
          expect(associations).toHaveLength(2)
          for (const { state, asps, paths } of associations) {
            expect(state).toBe('ESTABLISHED')
            expect(asps).toContainEqual({ end: 'remote', routingContext: 100, state: 'ASP-ACTIVE' })
            expect(paths.map((path) => path.state)).toEqual(['active', 'active'])
          }
        },
        { timeout: 30_000, interval: 500 },
      )
      await peers.logged('diameter-relay', /diameter-server\.example\.net {2}open/, /diameter-client\.example\.net {2}open/)
      const sockets = await peers.exec('diameter-relay', 'ss', '--no-header', '--listening', '--numeric', '--udp', '--raw')
      expect(sockets).toMatch(ON[transport])
      expect(sockets).not.toMatch(ON[transport === 'ip' ? 'udp' : 'ip'])
    })

    it('lose no M3UA message when an interface is pulled under load, and tell of the path', async () => {
      const route = ['--routing-context', '200', '--opc', '2-100-7', '--dpc', '2-100-3', '--echo']
      const pull = async () => {
        await peers.logged('signalling-gateway', /AS 200 AS-INACTIVE -> AS-ACTIVE/, /DATA \d+ received/)
        await peers.setInterface('signalling-gateway', '10.132.201.10', 'down')
      }
      const [messages] = await Promise.all([load(peers, transport, 'm3ua', '--target', '10.132.201.10,10.132.202.10', ...route), pull()])
      expect(messages).toMatchObject({ offered: 1200, completed: 1200, lost: 0, errors: 0 })
      const path = '10\\.132\\.201\\.10 - 10\\.132\\.201\\.11'
      await peers.logged(
        'signalling-gateway',
        new RegExp(`path ${path} potentially-failed`),
        // Whichever ASP's data was there: one whose first INIT was lost set its association up over the other network.
        /data takes the path 10\.132\.202\.10 - 10\.132\.202\.(?:11|12|30)/,
        new RegExp(`path ${path} inactive`),
      )
      await peers.setInterface('signalling-gateway', '10.132.201.10', 'up')
      await peers.logged('signalling-gateway', new RegExp(`path ${path} inactive[^]*path ${path} active`))
    })

    it('lose no Diameter request when an interface of the relay is pulled under load', async () => {
      const pull = async () => {
        await peers.logged('diameter-relay', /load\.example\.net {2}open/)
        await peers.setInterface('diameter-relay', '10.132.201.21', 'down')
      }
      const [messages] = await Promise.all([load(peers, transport, 'diameter', '--target', '10.132.201.21,10.132.202.21'), pull()])
      expect(messages).toMatchObject({ offered: 1200, completed: 1200, lost: 0, errors: 0 })
      await peers.setInterface('diameter-relay', '10.132.201.21', 'up')
    })
  })
}

/** What `ss` shows of the sockets that SCTP goes by. */
const ON = { ip: /10\.132\.201\.21:132\s/, udp: /10\.132\.201\.21:9899\s/ }
