import { describe, expect, it } from 'vitest'
import { IdentityTable } from './identity-table.js'

const octets = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

describe('identity table', () => {
  it('finds a name where it stands in a message, whatever the case of its letters', () => {
    const table = new IdentityTable<number>()
    table.set('HSS.example.net', 1)
    table.set('mme.example.net', 2)
    const message = octets('..hss.EXAMPLE.net..')
    expect(table.find(message, 2, 15)).toBe(1)
    expect(table.find(message, 2, 14)).toBeNull()
    expect(table.get('MME.EXAMPLE.NET')).toBe(2)
    expect(table.find(message, 0, 0)).toBeNull()
  })

  it('holds one thing under a name, and forgets it', () => {
    const table = new IdentityTable<number>()
    table.set('a.example', 1)
    table.set('A.example', 2)
    expect(table.values()).toEqual([2])
    table.delete('a.EXAMPLE')
    expect([table.values(), table.get('a.example')]).toEqual([[], null])
  })

  it('tells names apart whose hashes collide', () => {
    // Names enough that two of them share a hash or the table is right without chains; either way each is found.
    const table = new IdentityTable<number>()
    for (let i = 0; i < 5000; i++) table.set(`host${i}.example.net`, i)
    for (let i = 0; i < 5000; i++) expect(table.get(`Host${i}.example.net`)).toBe(i)
  })
})
