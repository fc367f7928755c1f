import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { NodeStatus } from '../peer/node-status.js'
import { askNodes, ControlSocket, controlFolder } from './control-socket.js'

const statusOf = (name: string): NodeStatus => ({ format: 'sigbed-m3ua-status', version: 1, name }) as NodeStatus

describe('the control socket', () => {
  let folder = ''
  const opened: ControlSocket[] = []
  const open = async (...names: string[]): Promise<ControlSocket> => {
    const socket = await ControlSocket.openFirst(names, statusOf)
    opened.push(socket)
    return socket
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sigbed-control-'))
    vi.stubEnv('TMPDIR', folder)
  })
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((socket) => socket.close()))
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true, force: true })
  })

  it('tells the status of one node, or of all', async () => {
    await open('sg')
    await open('asp')
    expect((await askNodes(null)).map(({ name }) => name)).toEqual(['asp', 'sg'])
    expect((await askNodes('sg')).map(({ name }) => name)).toEqual(['sg'])
    expect(await askNodes('other')).toEqual([])
  })

  it('is gone with the node', async () => {
    const socket = await open('sg')
    expect(readdirSync(controlFolder())).toEqual(['sg.sock'])
    await socket.close()
    expect(readdirSync(controlFolder())).toEqual([])
    expect(await askNodes(null)).toEqual([])
  })

  it('stands where nobody else may enter', async () => {
    await open('sg')
    expect(statSync(controlFolder()).mode & 0o777).toBe(0o700)
  })

  it('takes the second name when the first is taken, and refuses where there is none', async () => {
    await open('sg')
    expect((await open('sg', 'sg-2')).name).toBe('sg-2')
    await expect(ControlSocket.open('sg', statusOf)).rejects.toMatchObject({ code: 'SIGBED_CONTROL_SOCKET' })
  })

  it('takes the place of one whose node was killed', async () => {
    await (await open('sg')).close()
    writeFileSync(join(controlFolder(), 'sg.sock'), '')
    expect((await open('sg')).name).toBe('sg')
  })

  it('does not take the answers of strangers for a status', async () => {
    await (await open('sg')).close()
    for (const [name, answer] of [
      ['nonsense', 'nonsense'],
      ['other', '{"format":"other"}'],
      ['null', 'null'],
    ] as const) {
      const server = createServer((connection) => connection.end(answer))
      await new Promise<void>((resolve) => server.listen(join(controlFolder(), `${name}.sock`), resolve))
      expect(await askNodes(name)).toEqual([])
      await new Promise((resolve) => server.close(resolve))
    }
    expect(existsSync(join(controlFolder(), 'sg.sock'))).toBe(false)
  })
})
