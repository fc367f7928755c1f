import { labIsAlive } from './lab-register.js'
import type { LabRemains, LabRemnant, LabRemoval } from './lab-remains.js'
import { deleteNamespaces, namespaceNames } from './netns-commands.js'
import { NAMESPACE_PREFIX } from './netns-plan.js'

/** Network namespaces of labs that are gone: their names say which process made them. Bridges and cables go with them. */
export class NetnsRemains implements LabRemains {
  readonly what = 'network namespaces'

  async find(): Promise<readonly LabRemnant[]> {
    return left().map(remnant)
  }

  async remove(): Promise<LabRemoval> {
    const names = left()
    const problems = await deleteNamespaces(names)
    const present = new Set(namespaceNames())
    return { removed: names.filter((name) => !present.has(name)).map(remnant), problems }
  }
}

function left(): readonly string[] {
  return namespaceNames().filter((name) => {
    const lab = LAB_IN_NAME.exec(name)?.[1]
    return lab !== undefined && !labIsAlive(lab)
  })
}

function remnant(name: string): LabRemnant {
  return { name, kind: 'network namespace' }
}

/** With a node behind it, or none: that of the switches. */
const LAB_IN_NAME = new RegExp(`^${NAMESPACE_PREFIX}(\\d+-\\d+-[0-9a-f]{6})(?:-|$)`)
