// Who comes to the counter in the course of the clerk's day. All are invented, with area codes that were never assigned; days are reckoned from today.

/** today is the date at the office. */
export const today = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10)

/** ago is the same day some months before today, as a date that every month has. */
const ago = (months) => {
  const day = new Date(`${today.slice(0, 8)}01T00:00:00Z`)
  day.setUTCMonth(day.getUTCMonth() - months)
  return day.toISOString().slice(0, 10)
}

/** personNumber is a citizen number with its check character (GB 11643); an even order is that of a woman. */
export function personNumber(birth, order, area = '369999') {
  const body = `${area}${birth.replaceAll('-', '')}${String(order).padStart(3, '0')}`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((so, weight, i) => so + weight * Number(body[i]), 0)
  return body + '10X98765432'[sum % 11]
}

/** cardNumber is the number on a permit card, as the sample street's are. */
export const cardNumber = (n) => `33990099${String(n).padStart(6, '0')}`

const somebody = (name, birth, order, room) => ({ name, birth, number: personNumber(birth, order), room })

/** newcomers are those who registered last year and apply today. */
export const newcomers = {
  dwelling: somebody('葛长青', '1985-03-08', 201, '101'),
  child: somebody('范小树', `${Number(today.slice(0, 4)) - 8}-01-15`, 203, '102'),
  elder: somebody('贝素芬', '1946-10-02', 204, '102'),
  papers: somebody('柴新民', '1990-05-21', 205, '201'),
  refused: somebody('纪文远', '1992-11-11', 207, '201'),
  listed: somebody('盛春来', '1983-07-19', 209, '202'),
  twice: somebody('甄宝珠', '1994-02-28', 210, '202'),
  conflict: somebody('卓天成', '1987-09-09', 211, '301'),
}

/** tableOf is the register of last year as a spreadsheet saves it. */
export function tableOf(people) {
  const rows = Object.values(people).map((p) => [p.name, p.number, `青松家园1幢1单元${p.room}室`, ago(14), ago(13)])
  return [['姓名', '证件号码', '居住地址', '入住日期', '登记日期'], ...rows].map((cells) => cells.join(',')).join('\n')
}

/** passportLines are the two lines of a passport of a country that does not exist (ICAO 9303, part 4), valid for some years. */
export const passportLines = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F3204153ZE184226B<<<<<16'
