import { m3uaNodeCommand } from '../m3ua/m3ua-node-command.js'

/** `sigbed m3ua sg`: a signalling gateway process (RFC 4666 §1.4.2). */
export const M3UA_SG_COMMAND = m3uaNodeCommand('sg', {
  summary: 'Run an M3UA signalling gateway until it is killed, or through a script',
  examples: [
    ['', 'on 127.0.0.1, for an AS with Routing Context 1'],
    ['--routing-context 100 --traffic-mode loadshare', 'for another AS'],
    ['--do "until=active,duna=2-100-3,wait=1s,dava=2-100-3"', 'what to tell the ASPs'],
    ['--config sg.yaml --json', 'from a file, for programs'],
  ],
  steps: `Steps for --do:
  until=active        waits until every AS is active, inactive, pending, down
  duna, dava, drst=2-100-0/3   to every ASP that is up; /3: three open bits
  scon=2-100-3:level=1         dupu=2-100-3:user=sccp:cause=1
  ntfy=as-pending     as-inactive, as-active, insufficient, alternate, failure
  block, unblock      refuses ASPUP and ASPAC from now on, takes them again
  send-data:count=100:rate=50:size=64:sls=3:opc=1-1-1:dpc=1-1-2:si=sccp:rc=1
  beat, wait=2s, octets=0100030100000008:stream=0`,
})
