import { closeSync, openSync, rmSync } from 'node:fs'
import { mergeCaptures, TransportError } from '@sigbed/sctp-transport'
import { BOTH_ENDS_COMMENT } from './lab-capture.js'

/**
 * The one capture of a lab whose nodes are processes. Each life of a node writes a part of its own beside the file that was asked for,
 * `run.asp-1.1.part.pcapng`, and when all have ended the parts are merged into it and removed. Parts that are left tell of a lab that was
 * killed: each is a capture by itself.
 */
export class CaptureParts {
  private readonly descriptor: number
  private readonly parts: { readonly node: string; readonly path: string }[] = []

  /** Empties the file, or makes it, so that one that cannot be written is known at once. @throws TransportError SIGBED_CAPTURE */
  constructor(private readonly path: string) {
    try {
      this.descriptor = openSync(path, 'w')
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause)
      throw new TransportError('SIGBED_CAPTURE', `the capture file ${path} cannot be written: ${why}`, { cause })
    }
  }

  /** Where the next life of a node writes. */
  nextPart(node: string): string {
    const life = this.parts.filter((part) => part.node === node).length + 1
    const [, stem = this.path, ending = ''] = /^(.*?)(\.[^./\\]*)?$/s.exec(this.path) ?? []
    // Nodes have no dots in their names: no two parts have one name.
    const path = `${stem}.${node}.${life}.part${ending}`
    this.parts.push({ node, path })
    return path
  }

  /**
   * Merges what the nodes wrote, once they have ended. Never rejects.
   *
   * @returns what the capture lacks and why, a sentence each; parts stay when they could not be merged
   */
  async merge(): Promise<readonly string[]> {
    const { parts, descriptor, path } = this
    try {
      const { packets, cutShort } = await mergeCaptures({ descriptor, parts: parts.map((part) => part.path), comment: BOTH_ENDS_COMMENT })
      for (const part of parts) rmSync(part.path, { force: true })
      // Of a lab that did not come to open.
      if (packets === 0) rmSync(path, { force: true })
      return cutShort.map(({ part, leftOver }) => {
        const { node } = parts.find((candidate) => candidate.path === part)!
        const broken = leftOver === 0 ? '' : `; ${leftOver} octets of a packet cut in two were left out`
        return `${path} may lack the last packets of ${node}: its process ended before it had written all of them${broken}`
      })
    } catch (error) {
      const kept = parts.length === 0 ? '' : `; what each node wrote stays: ${parts.map((part) => part.path).join(', ')}`
      return [`${path} is not whole: ${error instanceof Error ? error.message : String(error)}${kept}`]
    } finally {
      closeSync(descriptor)
    }
  }
}
