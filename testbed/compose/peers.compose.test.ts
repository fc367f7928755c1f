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

/** How many DATA an M3UA node reports to have received and sent, over all lines of its log. */
function dataIn(log: string): { readonly received: number; readonly sent: number } {
  const lines = [...log.matchAll(/DATA ([\d,]+) received, ([\d,]+) sent/g)]
  const sum = (group: 1 | 2) => lines.reduce((total, line) => total + Number(line[group]!.replaceAll(',', '')), 0)
  return { received: sum(1), sent: sum(2) }
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
      const script = 'active,send-data:count=1000:rate=200,wait=3s,down'
      const load = peers.exec(
        'load-generator',
        ...['sigbed', 'm3ua', 'asp', '--config', 'm3ua-load.yaml', '--transport', transport, '--do', script],
      )
      await peers.logged('signalling-gateway', /AS 200 AS-INACTIVE -> AS-ACTIVE/)
      await peers.setInterface('signalling-gateway', '10.132.201.10', 'down')
      const told = await load
      expect(told).toMatch(/1,000 of 1,000 DATA sent in \d+ ms, all acknowledged by SCTP/)
      expect(dataIn(told)).toEqual({ received: 1000, sent: 1000 })
      const path = '10\\.132\\.201\\.10 - 10\\.132\\.201\\.11'
      await peers.logged(
        'signalling-gateway',
        new RegExp(`path ${path} potentially-failed`),
        /data takes the path 10\.132\.202\.10 - 10\.132\.202\.11/,
        new RegExp(`path ${path} inactive`),
      )
      await peers.setInterface('signalling-gateway', '10.132.201.10', 'up')
      await peers.logged('signalling-gateway', new RegExp(`path ${path} inactive[^]*path ${path} active`))
    })

    it('lose no Diameter request when an interface of the relay is pulled under load', async () => {
      const client = ['sigbed', 'diameter', 'client', '--config', 'diameter-load.yaml', '--carrier', transport]
      const load = peers.exec('load-generator', ...client, '--do', 'check-equipment', '--count', '800', '--rate', '200')
      await peers.logged('diameter-relay', /load-generator\.example\.net {2}open/)
      await peers.setInterface('diameter-relay', '10.132.201.21', 'down')
      expect(await load).toMatch(/check-equipment │ 800 │ +0 │/)
      await peers.setInterface('diameter-relay', '10.132.201.21', 'up')
    })
  })
}

/** What `ss` shows of the sockets that SCTP goes by. */
const ON = { ip: /10\.132\.201\.21:132\s/, udp: /10\.132\.201\.21:9899\s/ }
