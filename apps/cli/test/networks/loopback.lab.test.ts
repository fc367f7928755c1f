import { sameVerdictsOn } from './same-verdicts.js'

sameVerdictsOn('loopback', null, () => [])
