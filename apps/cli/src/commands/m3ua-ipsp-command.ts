import { m3uaNodeCommand } from '../m3ua/m3ua-node-command.js'

/** `sigbed m3ua ipsp`: an IP server process, point to point with another (RFC 4666 §1.4.3.4). */
export const M3UA_IPSP_COMMAND = m3uaNodeCommand('ipsp', {
  summary: 'Run an M3UA IP server process until it is killed, or through a script',
  examples: [
    ['', 'waits on 127.0.0.1 for another one'],
    ['--remote 127.0.0.1', 'the other one: sets up the association and becomes active'],
    ['--remote 127.0.0.1 --do active,send-data:count=100,down', 'through a script'],
  ],
  steps: `Steps for --do:
  inactive, active, down       as far as it goes by ASPUP, ASPAC, ASPIA, ASPDN
  until=active                 waits until the peers' AS are active, inactive
  send-data:count=100:rate=50:size=64:sls=3:opc=1-1-1:dpc=1-1-2:si=sccp:rc=1
  daud=2-100-3, scon=2-100-3:level=1, beat, wait=2s
  reg-req:dpc=2-100-3:si=sccp:rc=100, dereg-req=100
  octets=0100030100000008:stream=0`,
})
