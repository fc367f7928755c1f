import {
  type AdvertisedApplication,
  DiameterNodeRole,
  type DiameterNodeSettings,
  nodeSettings,
  type ServedApplication,
} from '@sigbed/diameter-peer'
import type { OneToOneSocket } from '@sigbed/sctp-sockets'
import { SimulatedLab } from '@sigbed/testbed'

export const HOME_REALM = 'home.test'

/** What a node of the lab is besides its name. */
export interface LabNodePlan {
  readonly applications?: readonly ServedApplication[]
  /** Of clients, who serve nothing and yet have to say what they speak. */
  readonly advertised?: readonly AdvertisedApplication[]
  /** Names of nodes it connects to. */
  readonly connectsTo?: readonly string[]
  readonly settings?: Partial<DiameterNodeSettings>
}

/** Diameter nodes on virtual time that write down all they send. Their names come before ".home.test". */
export class DiameterLab {
  private readonly roles: DiameterNodeRole[] = []
  private readonly sockets: OneToOneSocket[] = []

  static async open(capture: string, names: readonly string[]): Promise<DiameterLab> {
    const nodes = names.map((name, index) => ({ name, addresses: [`127.0.61.${index + 1}`, `127.0.62.${index + 1}`] }))
    const topology = { networks: ['path 1', 'path 2'], nodes }
    return new DiameterLab(await SimulatedLab.open({ topology, encapsulationPort: 9899, captureFile: capture, seed: 17, delayMs: 1 }))
  }

  private constructor(readonly lab: SimulatedLab) {}

  async start(
    name: string,
    { applications = [], advertised = [], connectsTo = [], settings = {} }: LabNodePlan,
  ): Promise<DiameterNodeRole> {
    const { addresses, endpoint } = this.lab.node(name)
    const role = new DiameterNodeRole({
      settings: nodeSettings(
        { originHost: `${name}.${HOME_REALM}`, originRealm: HOME_REALM, hostIpAddresses: addresses },
        {
          listen: [{ transport: 'sctp', address: '', port: 3868 }],
          peers: connectsTo.map((peer) => this.peer(peer)),
          ...settings,
        },
      ),
      surroundings: this.lab.surroundings,
      endpoint,
      applications,
      alsoAdvertised: advertised,
      observer: { associations: { onSocket: (socket) => this.sockets.push(socket) } },
    })
    this.roles.push(role)
    await this.lab.run(role.start())
    return role
  }

  wait(delayMs: number): Promise<void> {
    return this.lab.run(new Promise<void>((resolve) => this.lab.surroundings.startTimer(delayMs, resolve)))
  }

  /** Takes leave, the node that came last first. @returns how many messages all associations have sent */
  async close(): Promise<number> {
    for (const role of [...this.roles].reverse()) await this.lab.run(role.stop())
    const sent = this.sockets.reduce((sum, { statistics }) => sum + statistics.messagesSent, 0)
    await this.lab.close()
    return sent
  }

  private peer(name: string) {
    const { addresses } = this.lab.node(name)
    const originHost = `${name}.${HOME_REALM}`
    return { originHost, transport: 'sctp', addresses, port: 3868, encapsulationPort: 9899, localAddress: null } as const
  }
}

/** A relay's route for all of the realm, to these nodes. */
export function routeTo(...names: readonly string[]) {
  const servers = names.map((name) => ({ originHost: `${name}.${HOME_REALM}`, priority: 1, weight: 1 }))
  return { realm: 'default', applicationId: 'any', action: 'RELAY', servers } as const
}
