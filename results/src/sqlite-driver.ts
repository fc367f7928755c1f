import { createRequire } from 'node:module'
import type Sqlite from 'better-sqlite3'

/**
 * better-sqlite3, in the line that this Node can run. Up to 12 it is built against the inner interfaces of one line of Node, and from Node
 * 24.19 on it ends the program when statements are collected (WiseLibs/better-sqlite3#1515). From 13 on it stands on Node-API, whose
 * version 10 Node 20 does not have. So 12 serves Node 20, and 13, an optional dependency under a name of its own, all later ones.
 *
 * The types are those of 12; nothing here uses what differs.
 */
export function sqliteDriver(): typeof Sqlite {
  const require = createRequire(import.meta.url)
  if (!hasNodeApi10(process.versions.napi)) return require('better-sqlite3') as typeof Sqlite
  try {
    return require('better-sqlite3-napi') as typeof Sqlite
  } catch {
    // Left out of the installation, or without a binary for this machine: the other one mostly works, too.
    return require('better-sqlite3') as typeof Sqlite
  }
}

function hasNodeApi10(version: string | undefined): boolean {
  return Number(version ?? 0) >= 10 && Number(process.versions.node.split('.')[0]) >= 22
}
