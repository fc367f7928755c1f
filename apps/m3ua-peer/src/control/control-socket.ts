import { chmodSync, mkdirSync, readdirSync, unlinkSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import type { NodeStatus } from '../peer/node-status.js'

/** A control socket that cannot be had. */
export class ControlSocketError extends Error {
  readonly code = 'SIGBED_CONTROL_SOCKET'
  constructor(message: string) {
    super(message)
    this.name = 'ControlSocketError'
  }
}

/** Where the nodes of this user are asked how they stand: one socket each, named after the node, in a folder nobody else may enter. */
export function controlFolder(): string {
  return join(tmpdir(), `sigbed-m3ua-${userInfo().uid}`)
}

/** The socket of one node: whoever connects is written its status as one JSON document, and the connection ends. */
export class ControlSocket {
  private constructor(
    private readonly server: Server,
    /** Of the node. */
    readonly name: string,
  ) {}

  /** @throws ControlSocketError (rejects) when another node of that name runs, or the folder is not ours */
  static async open(name: string, status: (name: string) => NodeStatus): Promise<ControlSocket> {
    const folder = controlFolder()
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      chmodSync(folder, 0o700)
    } catch (error) {
      throw new ControlSocketError(`${folder} cannot be made or is not yours (${(error as Error).message}); set TMPDIR to another folder.`)
    }
    const path = join(folder, `${name}.sock`)
    if (Buffer.byteLength(path) > LONGEST_PATH)
      throw new ControlSocketError(`${path} is too long for a socket; set TMPDIR to a shorter folder.`)
    if ((await ask(path)) !== null) throw new ControlSocketError(`a node named ${name} runs already; give this one another --name.`)
    // Left behind by one that was killed.
    removeQuietly(path)
    const server = createServer((connection) => {
      connection.on('error', () => {})
      connection.setTimeout(PATIENCE_MS, () => connection.destroy())
      connection.end(`${JSON.stringify(status(name))}\n`)
    })
    server.maxConnections = MOST_CONNECTIONS
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error) => reject(new ControlSocketError(`${path}: ${error.message}`)))
      server.listen(path, resolve)
    })
    return new ControlSocket(server, name)
  }

  /** By the first name that is free. @throws ControlSocketError (rejects) when none is */
  static async openFirst(names: readonly string[], status: (name: string) => NodeStatus): Promise<ControlSocket> {
    const [name, ...others] = names
    try {
      return await ControlSocket.open(name!, status)
    } catch (error) {
      if (others.length === 0) throw error
      return ControlSocket.openFirst(others, status)
    }
  }

  /** The file goes, too. */
  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()))
  }
}

/** The status of every node that answers, or of the one of that name; empty when none does. */
export async function askNodes(name: string | null): Promise<readonly NodeStatus[]> {
  const folder = controlFolder()
  const names = name === null ? socketsIn(folder) : [`${name}.sock`]
  const answers = await Promise.all(names.map((file) => ask(join(folder, file))))
  return answers.filter((status) => status !== null)
}

/** null when nobody answers there. */
function ask(path: string): Promise<NodeStatus | null> {
  return new Promise((resolve) => {
    let text = ''
    const connection = connect(path)
    connection.setTimeout(PATIENCE_MS, () => connection.destroy())
    connection.setEncoding('utf8')
    connection.on('data', (part: string) => {
      text += part
      if (text.length > LARGEST_STATUS) connection.destroy()
    })
    connection.on('error', () => resolve(null))
    connection.on('close', () => resolve(statusIn(text)))
  })
}

function statusIn(text: string): NodeStatus | null {
  try {
    const status: unknown = JSON.parse(text)
    return (status as NodeStatus).format === 'sigbed-m3ua-status' ? (status as NodeStatus) : null
  } catch {
    return null
  }
}

function socketsIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith('.sock'))
      .sort()
  } catch {
    return []
  }
}

function removeQuietly(path: string): void {
  try {
    unlinkSync(path)
  } catch {
    // There is none, as a rule.
  }
}

/** What a socket address has room for on every system. */
const LONGEST_PATH = 103
const PATIENCE_MS = 2000
const MOST_CONNECTIONS = 16
const LARGEST_STATUS = 16_777_216
