import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildProgram, startProgram } from '../built-program.js'
import { SHORT_FAILOVER, writeScenario } from '../lab-scene.js'
import { complaints, describeWithTshark, dissect, type Fields, fieldsOf, listOf } from './tshark.js'

/** A path that is cut, and a gateway that is killed while it stands still, so that nobody closes its capture, and started again. */
const TROUBLED_GATEWAY = SHORT_FAILOVER.split('expect:')[0]!
  .replace('duration: 3s', 'duration: 4s')
  .replace(
    '- at 1s: cut path-a',
    '- at 1s: cut path-a\n  - at 1500ms: restore\n  - at 2s: pause sg\n  - at 2200ms: kill sg\n  - at 2300ms: start sg',
  )

/** One file for all nodes, whether they are objects in virtual time or processes with a file each. */
describeWithTshark('what tshark makes of the capture of a scenario', (folder) => {
  beforeAll(() => {
    buildProgram()
    writeScenario(folder(), `${TROUBLED_GATEWAY}expect: [duplicated = 0, association returns within 3 s]\n`)
  }, 180_000)

  describe.each(['simulated', 'loopback'])('on the %s network', (network) => {
    let packets: Fields[] = []

    beforeAll(async () => {
      const words = ['lab', 'run', 'scenario.yaml', '--network', network, '--database', 'a.sqlite', '--capture', `${network}.pcapng`]
      const { status, output, errors } = await startProgram(words, { folder: folder() }).end
      expect([status, errors], output).toEqual([0, ''])
      // A process that stands still is killed before it can close its file.
      expect(output.includes('may lack the last packets of sg: its process ended')).toBe(network === 'loopback')
      packets = await dissect(join(folder(), `${network}.pcapng`))
    })

    it('is one file, in which it finds no fault', () => {
      expect(readdirSync(folder()).filter((file) => file.includes(network))).toEqual([`${network}.pcapng`])
      expect(packets.length).toBeGreaterThan(400)
      expect(packets.flatMap(complaints)).toEqual([])
    })

    it('has an interface for each node and network, with what it sent and what reached it', () => {
      const views = packets.map((packet) => `${interfaceOf(packet)} ${directionOf(packet)}`)
      const each = ['asp-1 path-a', 'asp-1 path-b', 'sg path-a', 'sg path-b'].flatMap((name) => [`${name} received`, `${name} sent`])
      expect([...new Set(views)].sort()).toEqual(each)
    })

    it('is in order of time, both lives of the gateway included', () => {
      const times = packets.map((packet) => Number(fieldsOf(packet['frame'])['frame.time_epoch']))
      expect(times).toEqual([...times].sort((a, b) => a - b))
      const ofGateway = times.filter((_, i) => interfaceOf(packets[i]!).startsWith('sg '))
      // It is alive for two seconds, dead for a fraction of one, and alive again.
      expect(ofGateway.at(-1)! - ofGateway[0]!).toBeGreaterThan(3.5)
    })

    it('shows every packet where it was sent before it shows where it arrived, and what was lost only there', () => {
      const underWay = new Map<string, number>()
      const unsent: string[] = []
      for (const packet of packets) {
        const key = identityOf(packet)
        const count = underWay.get(key) ?? 0
        if (directionOf(packet) === 'sent') underWay.set(key, count + 1)
        else if (count > 0) underWay.set(key, count - 1)
        else unsent.push(key)
      }
      const lost = [...underWay.values()].reduce((sum, count) => sum + count, 0)
      // What a process sends between its last sign of life and its end may be missing from its own part.
      if (network === 'simulated') expect(unsent).toEqual([])
      expect(unsent.filter((key) => !/^\d+\.132\.\d\.10 /.test(key))).toEqual([])
      expect(unsent.length).toBeLessThan(5)
      expect(lost).toBeGreaterThan(5)
      expect(lost).toBeLessThan(packets.length / 4)
    })
  })
})

function interfaceOf(packet: Fields): string {
  const shown = fieldsOf(packet['frame'])
  return String(fieldsOf(shown['frame.interface_id_tree'])['frame.interface_name'])
}

function directionOf(packet: Fields): 'sent' | 'received' {
  const flags = fieldsOf(fieldsOf(packet['frame'])['frame.packet_flags_tree'])
  return Number(flags['frame.packet_flags_direction']) === 2 ? 'sent' : 'received'
}

/** A packet and its copy elsewhere have addresses, checksum and length alike. */
function identityOf(packet: Fields): string {
  // A packet with several messages has the layer for each.
  const [ip, sctp] = [fieldsOf(packet['ip']), fieldsOf(listOf(packet['sctp'])[0])]
  return [ip['ip.src'], ip['ip.dst'], ip['ip.len'], sctp['sctp.verification_tag'], sctp['sctp.checksum']].join(' ')
}
