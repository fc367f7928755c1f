import { existsSync, readdirSync } from 'node:fs'
import { netnsObstacle } from '@sigbed/testbed'
import { sameVerdictsOn } from './same-verdicts.js'

const NAMESPACES = '/run/netns'

sameVerdictsOn('netns', netnsObstacle(), (pid) =>
  existsSync(NAMESPACES) ? readdirSync(NAMESPACES).filter((name) => name.startsWith(`sigbed-${pid}-`)) : [],
)
