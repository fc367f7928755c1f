import { describe, expect, it } from 'vitest'
import { AnsweredRequests } from './answered-requests.js'
import { SessionTable } from './session-table.js'
import { VirtualRealm } from './testing/virtual-realm.js'

describe('a table of sessions', () => {
  it('has a limit, knows each session once, and gives up those it does not hear of', () => {
    const realm = new VirtualRealm()
    const expired: string[] = []
    const table = new SessionTable<number>(2, realm, (sessionId, session) => expired.push(`${sessionId}=${session}`))
    expect([table.add('a', 1, 100), table.add('a', 9, 100), table.add('b', 2, 100), table.add('c', 3, 100)]).toEqual([
      'added',
      'known',
      'added',
      'table-full',
    ])
    realm.advance(60)
    table.renew('b', 100)
    table.renew('nobody', 100)
    realm.advance(60)
    expect([expired, table.size, table.get('a'), table.get('b'), [...table]]).toEqual([['a=1'], 1, null, 2, [['b', 2]]])
    expect([table.remove('b'), table.remove('b')]).toEqual([2, null])
    realm.advance(1000)
    expect(expired).toEqual(['a=1'])
  })

  it('lets itself be changed while it is walked', () => {
    const table = new SessionTable<number>(9, new VirtualRealm(), () => {})
    for (const [index, id] of ['a', 'b', 'c'].entries()) table.add(id, index, 100)
    const walked: string[] = []
    for (const [id] of table) {
      walked.push(id)
      table.remove('b')
    }
    expect(walked).toEqual(['a', 'c'])
  })
})

describe('answered requests', () => {
  it('are kept up to a limit, the oldest going first', () => {
    const answered = new AnsweredRequests<string>(2)
    for (const key of ['a', 'b', 'c']) answered.keep(key, key.toUpperCase())
    expect([answered.find('a'), answered.find('b'), answered.find('c')]).toEqual([null, 'B', 'C'])
  })
})
