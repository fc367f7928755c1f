/** Where a scenario can run. */
export const LAB_NETWORKS = ['simulated', 'loopback', 'netns', 'compose'] as const
export type LabNetwork = (typeof LAB_NETWORKS)[number]
