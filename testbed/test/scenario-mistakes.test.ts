import { describe, expect, it } from 'vitest'
import { planted, problemsOf, SOUND } from './example-scenario.js'

describe('a scenario', () => {
  it.each([
    ['no name', 'scenario: example\n', '', '1: scenario: is missing: its name.'],
    ['an unknown key', 'duration:', 'lasts:', '4: lasts: is not known here; there are'],
    ['no length', 'duration: 11s', 'duration: long', '4: duration: takes a time with its unit, such as 10s or 500ms, not "long".'],
    [
      'a length without its unit',
      'duration: 11s',
      'duration: 11',
      '4: duration: takes a time with its unit, such as 10s or 500ms, not 11.',
    ],
    ['no length at all', 'duration: 11s', 'duration: off', '4: duration: takes a time such as 10s: a run without traffic shows nothing.'],
    ['an unknown profile', 'profile: telecom', 'profile: telekom', '3: profile: there is no profile telekom; did you mean telecom?'],
    [
      'an unknown parameter',
      'profile: telecom',
      'profile: { rto-minimum: 5ms }',
      '3: profile.rto-minimum: is not known here; there are base, ',
    ],
    [
      'a parameter that makes no sense',
      'profile: telecom',
      'profile: { base: telecom, rto-min: 2s }',
      '3: profile: rto-min must be above 0 and at most rto-max.',
    ],
    [
      'no subnet',
      "'fd00:132:2::/64'",
      '10.132.2.5/24',
      '7: networks.path-b.subnet: 10.132.2.5/24 is no subnet; write 10.132.1.0/24 or fd00:132:1::/64.',
    ],
    [
      'a subnet of the world',
      "'fd00:132:2::/64'",
      '8.8.8.0/24',
      "7: networks.path-b.subnet: 8.8.8.0/24 is not the lab's own: take one in 10.0.0.0/8.",
    ],
    [
      'a subnet that overlaps',
      "'fd00:132:2::/64'",
      '10.132.0.0/16',
      '7: networks.path-b.subnet: 10.132.0.0/16 has addresses of path-a: give each network a subnet of its own.',
    ],
    ['an impairment without its unit', 'delay: 1ms', 'delay: 1', '6: networks.path-a.delay: 1 has no unit: write 1ms or 1s.'],
    ['an unknown impairment', 'delay: 1ms', 'dealy: 1ms', '6: networks.path-a.dealy: is not known here; there are subnet, loss, delay'],
    [
      'a name with a capital',
      'gate: {',
      'Gate: {',
      '9: nodes.Gate: is no name: take up to 24 lower-case letters, digits and dashes, a letter first.',
    ],
    [
      'an unknown network',
      '[path-a, path-b]',
      '[path-a, path-c]',
      '9: nodes.gate.interfaces[1]: there is no network path-c; did you mean path-a?',
    ],
    [
      'a network twice',
      '[path-a, path-b]',
      '[path-a, path-a]',
      '9: nodes.gate.interfaces[1]: path-a stands here twice: a node has one interface on a network.',
    ],
    [
      'an address outside its subnet',
      '10.132.1.99',
      '10.132.9.99',
      '11: nodes.two.interfaces.path-a: 10.132.9.99 is not in 10.132.1.0/24, the subnet of path-a; take 10.132.1.10 or one behind it.',
    ],
    [
      'the address of another',
      '10.132.1.99',
      '10.132.1.11',
      '11: nodes.two.interfaces.path-a: 10.132.1.11 is the address of one: give each node its own.',
    ],
    [
      'an address not for nodes',
      '10.132.1.99',
      '10.132.1.1',
      '11: nodes.two.interfaces.path-a: 10.132.1.1 is not for nodes (network, gateway and broadcast addresses); take 10.132.1.10 or one behind it.',
    ],
    ['no address', '10.132.1.99', 'here', '11: nodes.two.interfaces.path-a: here is no IP address; take 10.132.1.10 or one behind it.'],
    ['a node without a role', ', gateway: }', ' }', '9: nodes.gate: has no role: give it one of gateway, guest and hotel.'],
    [
      'a node with two roles',
      ', gateway: }',
      ', gateway: , hotel: }',
      '9: nodes.gate: has the roles gateway and hotel: leave one of them, and make a node for each other.',
    ],
    [
      'an unknown role',
      ', gateway: }',
      ', gatewy: }',
      '9: nodes.gate.gatewy: is not known here; there are interfaces, gateway, guest, hotel. Did you mean gateway?',
    ],
    [
      'a wrong setting',
      'patience: 2s',
      'patience: much',
      '10: nodes.one.guest.patience: takes a time such as 2s or 500ms, or off, not "much".',
    ],
    [
      'an unknown setting',
      'patience: 2s',
      'patiens: 2s',
      '10: nodes.one.guest.patiens: is not known here; there are gateways, patience. Did you mean patience?',
    ],
    [
      'a setting that is missing',
      'guest: { gateways: [gate], patience: 2s }',
      'guest: ',
      '10: nodes.one.guest.gateways: is missing: give a list.',
    ],
    [
      'a role that names nobody',
      'guest: { gateways: [gate], patience: 2s }',
      'guest: { gateways: [gat] }',
      '10: nodes.one.guest.gateways[0]: there is no node gat; did you mean gate?',
    ],
    [
      'a role that names itself',
      '[gate], patience',
      '[one], patience',
      '10: nodes.one.guest.gateways[0]: names the node itself: name another.',
    ],
    [
      'a role that names another protocol',
      ', gateway: }',
      ', hotel: {} }',
      '10: nodes.one.guest.gateways[0]: gate is a hotel, which speaks no m3ua: name another.',
    ],
    [
      'a role that names whom it does not reach',
      '[path-a, path-b]',
      '[path-b]',
      '11: nodes.two.guest.gateways[0]: gate shares no network with two: give both an interface on one.',
    ],
    ['an unknown sender', 'from: one,', 'from: on,', '15: traffic[0].from: there is no node on; did you mean one?'],
    ['an unknown receiver', '[one, two]', '[one, twoo]', '16: traffic[1].to[1]: there is no node twoo; did you mean two?'],
    ['a sender that receives', 'to: gate, rate: 500', 'to: one, rate: 500', '15: traffic[0].to: one sends to itself: name another node.'],
    [
      'a flow name given twice',
      'flow: calls',
      'flow: visits',
      '16: traffic[1].flow: another flow is called visits: give each its own name.',
    ],
    ['no rate', 'rate: 500', 'rate: 0', '15: traffic[0].rate: takes 0.01 or more, not 0.'],
    [
      'a role that cannot send it',
      'to: gate, rate: 500',
      'to: gate, rate: 500, size: 2000',
      '10: nodes.one.guest: flow visits is too heavy: make it lighter.',
    ],
    ['a link that is no impairment', 'loss 0.1% on', 'cut', '13: links[0]: "cut path-b from one to gate" is not understood'],
    ['no instant', 'at 3s:', 'after 3s:', '18: timetable[0].after 3s: "after 3s" is no instant; write at 3s.'],
    ['an instant without a unit', 'at 3s:', 'at 3:', '18: timetable[0].at 3: 3 has no unit: write 3ms or 3s.'],
    [
      'a step after the end',
      'at 3s:',
      'at 30s:',
      '18: timetable[0].at 30s: comes after the end: the traffic lasts 11s; write an earlier instant, or a longer duration.',
    ],
    [
      'flapping beyond the end',
      'every 1s for 2s',
      'every 1s for 6s',
      '21: timetable[3].at 6s: goes on until 11.5s, and the traffic ends at 11s: begin earlier or let it be longer.',
    ],
    ['an unknown step', 'cut path-a', 'cutt path-a', '18: timetable[0].at 3s: "cutt path-a" is not understood; did you mean "cut path-a"?'],
    [
      'a step on an unknown network',
      'cut path-a',
      'cut path-c',
      '18: timetable[0].at 3s: there is no network path-c; did you mean path-a?',
    ],
    ['a step on an unknown node', 'resume two', 'resume too', '20: timetable[2].at 5.5s: there is no node too; did you mean two?'],
    ['restoring what is not broken', 'at 3s: cut path-a', 'at 3s: cut path-b', ''],
    [
      'restoring before the cut',
      '[restore, pause two]',
      '[restore path-b, pause two]',
      '19: timetable[1].at 5s[0]: these links are not broken; at 5s restore path-b does nothing: take it out.',
    ],
    [
      'cutting what is cut',
      'at 5.5s: resume two',
      'at 4s: cut path-a',
      '20: timetable[2].at 4s: these links are cut already, or join no two nodes; at 4s cut path-a does nothing: take it out.',
    ],
    [
      'resuming what was not paused',
      '[restore, pause two]',
      '[restore]',
      '20: timetable[2].at 5.5s: two was not paused; at 5.5s resume two does nothing: take it out.',
    ],
    [
      'starting what was not killed',
      'resume two',
      'start two',
      '20: timetable[2].at 5.5s: two was not killed; at 5.5s start two does nothing: take it out.',
    ],
    ['an unknown expectation', 'lost = 0', 'los = 0', '23: expect[0]: "los = 0" is not understood; did you mean "lost = 0"?'],
    ['expecting of an unknown flow', 'visits p99', 'visit p99', '24: expect[1]: there is no flow visit; did you mean visits?'],
    ['expecting an unknown event', 'gate-open', 'gate-opened', '25: expect[2]: there is no event gate-opened; did you mean gate-open?'],
    ['expecting an end of what does not end', 'lost = 0', 'p99 after < 1s', ''],
    [
      'a word of the grammar for a name',
      'one:',
      'lost:',
      '10: nodes.lost: lost is a word of timetables or expectations: take another name, such as lost-1.',
    ],
    ['a key twice', 'title:', 'scenario: again\ntitle:', '2: Map keys must be unique: leave one of them.'],
    ['a key without its colon', 'traffic:', 'traffic', '14: Implicit keys need to be on a single line: is a colon missing behind a key.'],
    ['no YAML', 'title:', 'title: [', ': '],
  ])('with %s is refused with line and remedy', (_, from, to, beginning) => {
    const problems = problemsOf(planted(from, to))
    if (beginning === '') expect(problems).toEqual([])
    else expect(problems.map((problem) => problem.replace('example.yaml:', ''))).toContainEqual(expect.stringContaining(beginning))
  })

  it('expects nothing it can never show', () => {
    const calm = SOUND.replace(/timetable:[\s\S]*/, 'expect:\n')
    const problems = problemsOf(
      `${calm}  - alternate carries data within 1 RTO\n  - data returns to path-a within 3s\n  - p99 after < 1s\n  - two takes over within 1s\n`,
    )
    expect(problems).toEqual([
      'example.yaml:18: expect[0]: the timetable breaks nothing: add a step such as "at 3s: cut path-a".',
      'example.yaml:19: expect[1]: the timetable mends nothing: add a step such as "at 7s: restore".',
      'example.yaml:20: expect[2]: nothing is after the faults: the timetable must end with what mends. Or leave after out.',
      'example.yaml:21: expect[3]: the timetable breaks nothing: add a step such as "at 3s: cut path-a".',
    ])
  })

  it('tells all its problems at once, each with its line, and one mistake once', () => {
    const text = SOUND.replace('patience: 2s', 'patience: much')
      .replace('delay: 1ms', 'delay: 1')
      .replace('10.132.1.99', '10.132.9.99')
      .replace('to: gate, rate: 500', 'to: gat, rate: 500')
      .replace('cut path-a', 'cut path-c')
      .replace('lost = 0', 'los = 0')
    expect(problemsOf(text).map((problem) => Number(/:(\d+):/.exec(problem)![1]))).toEqual([6, 10, 11, 15, 18, 23])
  })

  it('tells nothing of what follows from a mistake', () => {
    expect(problemsOf(planted('10.132.1.99', '10.132.1.999'))).toEqual([expect.stringContaining('10.132.1.999 is no IP address')])
    const alike = 'path-a: { subnet: 10.132.5.0/24, delay: 1ms }'
    const problems = problemsOf(
      SOUND.replace(/path-a: \{.*\}/, alike)
        .replace(/path-b: \{.*\}/, alike.replace('path-a', 'path-b'))
        .replace('{ path-a: 10.132.1.99 }', '[path-a, path-b]'),
    )
    expect(problems).toEqual([expect.stringContaining('10.132.5.0/24 has addresses of path-a')])
  })

  it('that is empty says what is missing', () => {
    expect(problemsOf('').map((problem) => problem.replace(/^example.yaml:1: /, ''))).toEqual([
      'scenario: is missing: its name.',
      'title: is missing: one line, for lists.',
      'duration: is missing: length of the traffic, as 10s.',
      'networks: is missing: give a map of keys.',
      'nodes: is missing: give a map of keys.',
      'traffic: is missing: give a list.',
    ])
  })
})
