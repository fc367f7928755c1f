import type { OctetTree } from '@sigbed/octets'
import { createColors } from 'picocolors'
import { harmless } from '../harmless-text.js'

/** A tree as lines, indented by depth: name, facts, value, meaning; faults on lines of their own below. */
export function treeText(tree: OctetTree, colour: boolean, depth = 0): string {
  const paint = createColors(colour)
  const indent = '  '.repeat(depth)
  const facts = Object.entries(tree.facts).map(([name, value]) => `${name} ${harmless(String(value))}`)
  const words = [
    paint.bold(harmless(tree.name)),
    facts.length === 0 ? '' : paint.dim(`(${facts.join(', ')})`),
    tree.value === null ? '' : paint.cyan(harmless(String(tree.value))),
    tree.meaning === null ? '' : paint.green(harmless(tree.meaning)),
  ]
  const line = `${indent}${words.filter((word) => word !== '').join('  ')}\n`
  const faults = tree.faults.map((fault) => `${indent}  ${paint.red(`! ${harmless(fault)}`)}\n`)
  return line + faults.join('') + tree.inside.map((inner) => treeText(inner, colour, depth + 1)).join('')
}

/** Faults of a tree and of all in it. */
export function countFaults(tree: OctetTree): number {
  return tree.faults.length + tree.inside.reduce((count, inner) => count + countFaults(inner), 0)
}
