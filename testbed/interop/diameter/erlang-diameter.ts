import { execFileSync, spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ForeignProgram } from '../foreign-program.js'

export const ERLANG_HOST = 'otp.example.net'
export const ERLANG_REALM = 'otp.example.net'

export interface ErlangDiameterOptions {
  /** Where it listens; 0 for nowhere. */
  readonly listenPort?: number
  /** Where our node listens, for it to connect to; 0 for nowhere. */
  readonly connectPort?: number
  /** Twinit; 6,000 when left out. */
  readonly watchdogMs?: number
}

/** A node on Erlang/OTP's diameter application (Debian's erlang-diameter): the module beside this file. */
export class ErlangDiameter extends ForeignProgram {
  /** Resolves when its service runs. @throws Error (rejects) when it does not come up */
  static async start({ listenPort = 0, connectPort = 0, watchdogMs = 6_000 }: ErlangDiameterOptions): Promise<ErlangDiameter> {
    const folder = mkdtempSync(join(tmpdir(), 'sigbed-erlang-'))
    for (const file of ['credit_control.dia', 'erlang_credit_control.erl'])
      copyFileSync(join(import.meta.dirname, file), join(folder, file))
    const here = { cwd: folder, stdio: 'pipe' } as const
    execFileSync('erl', ['-noshell', '-eval', 'ok = diameter_make:codec("credit_control.dia", [erl, hrl]), halt().'], here)
    execFileSync('erlc', ['credit_control.erl', 'erlang_credit_control.erl'], here)
    const program = new ErlangDiameter(folder, [ERLANG_HOST, ERLANG_REALM, ...[listenPort, connectPort, watchdogMs].map(String)])
    try {
      await program.outputMatches(/^READY$/m, 20_000)
    } catch (error) {
      await program.stop()
      throw error
    }
    return program
  }

  private constructor(
    private readonly folder: string,
    words: readonly string[],
  ) {
    const child = spawn('erl', ['-noshell', '-pa', folder, '-run', 'erlang_credit_control', 'main', ...words], {
      stdio: ['pipe', 'pipe', 'pipe'],
      // A crash is told on the way out, not written into a dump.
      env: { ...process.env, ERL_CRASH_DUMP_SECONDS: '0' },
    })
    super("OTP's diameter", child, [child.stdout, child.stderr])
    child.once('close', (code) => this.ended(code ?? -1))
  }

  override async stop(): Promise<void> {
    await super.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** Has it send requests to a realm. */
  sendRequests(count: number, realm: string): void {
    this.write(`send ${count} ${realm}\n`)
  }

  /** Has it take leave. */
  leave(): void {
    this.endInput()
  }

  /** How many of its own requests it got a success for. */
  successes(): number {
    return [...this.output.matchAll(/^ANSWER \d+ 2001$/gm)].length
  }
}

/** What is not installed, or null. */
export function erlangObstacle(): string | null {
  const missing = [
    existsSync('/usr/bin/erl') ? '' : 'erlang-base',
    existsSync('/usr/lib/erlang/lib') && hasApplication() ? '' : 'erlang-diameter and erlang-dev',
  ].filter((name) => name !== '')
  return missing.length === 0 ? null : `install the Debian packages ${missing.join(', ')} to meet OTP's diameter`
}

/** The application, with the headers a dictionary is compiled against. */
function hasApplication(): boolean {
  try {
    execFileSync(
      'erl',
      ['-noshell', '-eval', 'true = filelib:is_file(filename:join(code:lib_dir(diameter, include), "diameter.hrl")), halt().'],
      {
        stdio: 'ignore',
      },
    )
    return true
  } catch {
    return false
  }
}
