import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ForeignProgram } from '../foreign-program.js'
import { CERTIFICATES } from './certificates.js'
import { SIGBED_HOST, SIGBED_REALM } from './credit-control-node.js'

export const FREE_DIAMETER_HOST = 'server.example.net'
export const FREE_DIAMETER_REALM = 'freediameter.example.net'

export interface FreeDiameterOptions {
  /** Where it listens, in clear text; and with TLS. */
  readonly port: number
  readonly securePort?: number
  /** Where our node listens, for freeDiameter to connect to. */
  readonly connectTo?: { readonly port: number; readonly secure?: boolean }
  /** Where its own requests go; our node's realm when left out. */
  readonly destinationRealm?: string
  /** Requests it sends on each SIGUSR1. */
  readonly requestsPerSignal?: number
  /** Twinit in seconds; 6 when left out. */
  readonly watchdogSeconds?: number
}

/** freeDiameter's daemon (Debian's freediameterd) with the credit-control extension beside this file. */
export class FreeDiameter extends ForeignProgram {
  /** Resolves when it listens. @throws Error (rejects) when it does not come up */
  static async start(options: FreeDiameterOptions): Promise<FreeDiameter> {
    const folder = mkdtempSync(join(tmpdir(), 'sigbed-freediameter-'))
    const extension = join(folder, 'credit-control.fdx')
    execFileSync('gcc', ['-std=gnu11', '-O1', '-shared', '-fPIC', '-o', extension, join(HERE, 'free-diameter-credit-control.c')])
    const file = join(folder, 'freeDiameter.conf')
    writeFileSync(file, configuration(options, extension))
    const program = new FreeDiameter(file, folder)
    try {
      await program.outputMatches(/daemon initialized/, 10_000)
    } catch (error) {
      await program.stop()
      throw error
    }
    return program
  }

  private constructor(
    file: string,
    private readonly folder: string,
  ) {
    const child = spawn('stdbuf', ['-oL', 'freeDiameterd', '-c', file], { stdio: ['ignore', 'pipe', 'pipe'] })
    super('freeDiameter', child, [child.stdout, child.stderr])
    child.once('close', (code) => this.ended(code ?? -1))
  }

  override async stop(): Promise<void> {
    await super.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** Has it send its requests. */
  sendRequests(): void {
    this.signal('SIGUSR1')
  }

  /** How many of its own requests it got a success for. */
  successes(): number {
    return [...this.output.matchAll(/^ANSWER \d+ 2001$/gm)].length
  }
}

/** What is not installed, or null. */
export function freeDiameterObstacle(): string | null {
  const missing = [
    existsSync('/usr/bin/freeDiameterd') ? '' : 'freediameterd',
    existsSync('/usr/lib/freeDiameter/dict_dcca.fdx') ? '' : 'freediameter-extensions',
    existsSync('/usr/include/freeDiameter/extension.h') ? '' : 'libfreediameter-dev',
    existsSync('/usr/bin/gcc') ? '' : 'gcc',
  ].filter((name) => name !== '')
  return missing.length === 0
    ? null
    : `install the Debian package${missing.length > 1 ? 's' : ''} ${missing.join(', ')} to meet freeDiameter`
}

function configuration(options: FreeDiameterOptions, extension: string): string {
  const { port, securePort = 0, connectTo, destinationRealm = SIGBED_REALM, requestsPerSignal = 1, watchdogSeconds = 6 } = options
  const certificate = (name: string) => join(CERTIFICATES, name)
  const connection =
    connectTo === undefined
      ? ''
      : `ConnectPeer = "${SIGBED_HOST}" { ConnectTo = "127.0.0.1"; Port = ${connectTo.port}; ${connectTo.secure === true ? '' : 'No_TLS; '}};`
  const whitelist = join(dirname(extension), 'acl.conf')
  // Our node is nobody of that realm: without a rule freeDiameter finds no way there.
  const routes = join(dirname(extension), 'routes.conf')
  writeFileSync(routes, `dr="${destinationRealm}" : "${SIGBED_HOST}" += 50 ;\n`)
  writeFileSync(whitelist, `${securePort === 0 ? 'ALLOW_OLD_TLS ALLOW_IPSEC ' : ''}*.example.net\n`)
  return `
Identity = "${FREE_DIAMETER_HOST}";
Realm = "${FREE_DIAMETER_REALM}";
Port = ${port};
SecPort = ${securePort};
No_SCTP;
No_IPv6;
ListenOn = "127.0.0.1";
TwTimer = ${watchdogSeconds};
TcTimer = 1;
TLS_Cred = "${certificate('server.example.net.pem')}", "${certificate('server.example.net.key')}";
TLS_CA = "${certificate('test-authority.pem')}";
LoadExtension = "dict_nasreq.fdx";
LoadExtension = "dict_dcca.fdx";
LoadExtension = "acl_wl.fdx" : "${whitelist}";
LoadExtension = "rt_default.fdx" : "${routes}";
LoadExtension = "${extension}" : "${destinationRealm} ${requestsPerSignal}";
${connection}
`
}

const HERE = import.meta.dirname
