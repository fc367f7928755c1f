/** On every container and network of a lab: its name. */
export const LAB_LABEL = 'sigbed.lab'
/** On them, too: the machine whose lab it is. An engine may serve several, and only its own can see whether a lab lives. */
export const MACHINE_LABEL = 'sigbed.machine'

export function containerName(lab: string, node: string): string {
  return `sigbed-${lab}-${node}`
}

export function networkName(lab: string, network: string): string {
  return `sigbed-${lab}-${network}`
}
