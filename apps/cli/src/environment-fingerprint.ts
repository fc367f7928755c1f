import { execFile } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { arch, availableParallelism, cpus, platform, release, totalmem, type } from 'node:os'
import type { EnvironmentFingerprint } from '@sigbed/measurement'
import { repositoryRoot, sigbedVersion } from './checkout.js'

/** The machine and the program as they are now. Takes some 20 ms, most of them git's; never rejects. */
export async function environmentFingerprint(): Promise<EnvironmentFingerprint> {
  return {
    // Some virtual machines name no processor.
    cpuModel: cpus()[0]?.model.trim() || 'unknown processor',
    cores: availableParallelism(),
    memoryMiB: Math.round(totalmem() / 2 ** 20),
    kernel: `${type()} ${release()}`,
    nodeVersion: process.versions.node,
    platform: platform(),
    architecture: arch(),
    ...(await checkoutState(repositoryRoot())),
    sigbedVersion: sigbedVersion(),
  }
}

/** The commit of a checkout. Without git, or where the folder is no checkout of its own, there is none. */
export async function checkoutState(root: string | null): Promise<Pick<EnvironmentFingerprint, 'gitCommit' | 'gitDirty'>> {
  if (root === null) return NO_CHECKOUT
  const [gitCommit, topLevel] = ((await git(root, ['rev-parse', 'HEAD', '--show-toplevel'])) ?? '').split('\n')
  // A copy unpacked somewhere inside another project's checkout would otherwise pass for that project's commit.
  if (!gitCommit || !topLevel || realPath(topLevel) !== realPath(root)) return NO_CHECKOUT
  const changes = await git(root, ['--no-optional-locks', 'status', '--porcelain'])
  return { gitCommit, gitDirty: changes !== '' }
}

/** What git prints; null when there is no git, it refuses, or it takes too long. */
function git(folder: string, words: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !MISLEADING.includes(name)))
    const options = { cwd: folder, env, timeout: PATIENCE_MS, maxBuffer: LONGEST_ANSWER, windowsHide: true }
    execFile('git', [...words], options, (error, output) => resolve(error === null ? output.trim() : null))
  })
}

function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

const NO_CHECKOUT = { gitCommit: null, gitDirty: false }

/** Set while git runs a hook: they would turn every question to the hook's repository. */
const MISLEADING: readonly string[] = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE']

const PATIENCE_MS = 2000

const LONGEST_ANSWER = 16 * 2 ** 20
