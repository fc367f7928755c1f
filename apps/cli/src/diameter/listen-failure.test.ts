import { createServer } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { UsageError } from '../command-failure.js'
import { listenFailure } from './listen-failure.js'

const server = createServer()
afterEach(() => server.close())

it('names the flag for what the system says of a port or an address', async () => {
  const listen = (host: string, port: number) =>
    new Promise<unknown>((resolve) => {
      const other = createServer().once('error', resolve)
      other.listen({ host, port, exclusive: true }, () => other.close(() => resolve(null)))
    })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const taken = listenFailure(await listen('127.0.0.1', port))
  expect(taken).toBeInstanceOf(UsageError)
  expect((taken as Error).message).toMatch(new RegExp(`^--port ${port}: TCP 127\\.0\\.0\\.1:${port} is taken by another program`))
  expect((listenFailure(await listen('192.0.2.1', 0)) as Error).message).toMatch(/^--local 192\.0\.2\.1: no interface of this machine/)
})

it('leaves everything else as it came', () => {
  const error = new Error('other')
  expect(listenFailure(error)).toBe(error)
  expect(listenFailure('text')).toBe('text')
})
