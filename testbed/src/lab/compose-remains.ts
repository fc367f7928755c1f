import { hostname } from 'node:os'
import { ComposeEngine } from './compose-engine.js'
import { LAB_LABEL, MACHINE_LABEL } from './compose-names.js'
import { labIsAlive } from './lab-register.js'
import type { LabRemains, LabRemnant, LabRemoval } from './lab-remains.js'

/** Containers and networks of labs of this machine whose program is gone. */
export class ComposeRemains implements LabRemains {
  readonly what = 'containers and their networks'

  async find(): Promise<readonly LabRemnant[]> {
    const engine = await engineIfAny()
    return engine === null ? [] : (await deadThings(engine)).map(({ name, kind }) => ({ name, kind }))
  }

  async remove(): Promise<LabRemoval> {
    const engine = await engineIfAny()
    return engine === null ? { removed: [], problems: [] } : removeThings(engine, await deadThings(engine))
  }
}

/** Takes away all that one lab has. Never rejects. */
export async function removeLab(engine: ComposeEngine, lab: string): Promise<LabRemoval> {
  try {
    return await removeThings(engine, await thingsWith(engine, `${LAB_LABEL}=${lab}`))
  } catch (error) {
    return { removed: [], problems: [(error as Error).message] }
  }
}

interface LabThing extends LabRemnant {
  readonly kind: 'container' | 'network'
  readonly lab: string
}

/** Never rejects. */
async function deadThings(engine: ComposeEngine): Promise<readonly LabThing[]> {
  try {
    return (await thingsWith(engine, `${MACHINE_LABEL}=${hostname()}`)).filter(({ lab }) => !labIsAlive(lab))
  } catch {
    return []
  }
}

/** Containers first: a network that still has one cannot be removed. */
async function thingsWith(engine: ComposeEngine, label: string): Promise<readonly LabThing[]> {
  const filter = ['--filter', `label=${label}`, '--format']
  const [containers, networks] = await Promise.all([
    engine.docker('ps', '--all', ...filter, `{{.Names}} {{.Label "${LAB_LABEL}"}}`),
    engine.docker('network', 'ls', ...filter, `{{.Name}} {{.Label "${LAB_LABEL}"}}`),
  ])
  return [...thingsIn(containers, 'container'), ...thingsIn(networks, 'network')]
}

function thingsIn(lines: string, kind: LabThing['kind']): readonly LabThing[] {
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [name = '', lab = ''] = line.split(' ')
      return { name, kind, lab }
    })
}

async function removeThings(engine: ComposeEngine, things: readonly LabThing[]): Promise<LabRemoval> {
  const removed: LabRemnant[] = []
  const problems: string[] = []
  for (const kind of ['container', 'network'] as const) {
    const words = kind === 'container' ? ['rm', '--force', '--volumes'] : ['network', 'rm']
    await Promise.all(
      things
        .filter((thing) => thing.kind === kind)
        .map(async ({ name }) => {
          try {
            await engine.docker(...words, name)
            removed.push({ name, kind })
          } catch (error) {
            problems.push(`${kind} ${name} is still there: ${(error as Error).message}`)
          }
        }),
    )
  }
  return { removed, problems }
}

async function engineIfAny(): Promise<ComposeEngine | null> {
  try {
    return await ComposeEngine.find()
  } catch {
    return null
  }
}
