import { describe, expect, it } from 'vitest'
import { codeLetters, codeOf, groupsOf, groupsOfWhole, stateOf } from './code'

// Codes of 10.7.0.11:7400, [fd00::1]:7400 and kiosk-3.lan:7400, as the station's program writes and reads them.
const ipv4 = '22QG-ZNJS-Y6U2-JZJV-WR7W-4QJ7-NES9'
const ipv6 = '343X-RYGF-TBRH-Y6YS-QVY3-NWQQ-27AY-EB4R-BR4V-RZ2F-TCJ5-AW8H'
const named = '42Q3-NSVM-KDNE-SB8T-RKHS-37M8-5ZDP-SDM9-AQZD-G85Y'
const plain = codeOf(ipv4)

describe('codeOf', () => {
  const wide = ipv4.replace(/[!-~]/g, (one) => String.fromCodePoint(one.codePointAt(0)! + 0xfee0))
  const cases: [name: string, typed: string, want: string][] = [
    ['as shown', ipv4, plain], ['in lower case', ipv4.toLowerCase(), plain], ['with spaces and a line end', ` ${ipv4.replaceAll('-', '  ')}\n`, plain],
    ['in the wide letters of a Chinese keyboard', wide, plain], ['letters that no code has are passed over', 'o0i1l22QG', '22QG'],
    ['more than a code has', `${ipv4}ABCD`, plain], ['words', '您好', ''],
  ]
  for (const [name, typed, want] of cases) it(name, () => expect(codeOf(typed)).toBe(want))
})

describe('stateOf', () => {
  it('takes whole codes of every kind of address', () => {
    for (const code of [ipv4, ipv6, named]) expect(stateOf(codeOf(code)), code).toEqual({ left: 0, verdict: 'right' })
  })

  it('counts what is missing', () => {
    expect(stateOf('')).toEqual({ left: 28, verdict: 'typing' })
    expect(stateOf(plain.slice(0, 27))).toEqual({ left: 1, verdict: 'typing' })
    expect(stateOf(codeOf(named).slice(0, 20))).toEqual({ left: 3, verdict: 'typing' })
  })

  it('notices every wrong letter', () => {
    for (let i = 1; i < plain.length; i++) {
      for (const other of codeLetters) {
        if (other !== plain[i]) expect(stateOf(plain.slice(0, i) + other + plain.slice(i + 1)).verdict, `${other} at ${i}`).toBe('wrong')
      }
    }
  })

  it('notices every two letters that changed places', () => {
    for (let i = 1; i < plain.length; i++) {
      for (let j = i + 1; j < plain.length; j++) {
        if (plain[i] === plain[j]) continue
        const swapped = plain.slice(0, i) + plain[j] + plain.slice(i + 1, j) + plain[i] + plain.slice(j + 1)
        expect(stateOf(swapped).verdict, `${i} and ${j}`).toBe('wrong')
      }
    }
  })

  it('refuses a first letter that no code begins with', () => expect(stateOf('9').verdict).toBe('wrong'))
})

it('cuts into groups of four', () => {
  expect(groupsOf('22QGZN')).toEqual(['22QG', 'ZN'])
  expect([groupsOfWhole(''), groupsOfWhole(plain), groupsOfWhole(codeOf(ipv6)), groupsOfWhole(codeOf(named))]).toEqual([7, 7, 12, undefined])
})
