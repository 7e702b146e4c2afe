// A small street for the stand-in server: compounds with pinyin initials, buildings, units and rooms.
const compounds = [
  ['qs', '青松苑', 'qsy', true], ['qx', '清溪里', 'qxl', true], ['sl', '松林小区', 'slxq', true], ['xq', '向前新村', 'xqxc', true],
  ['bh', '碧湖花园', 'bhhy'], ['cy', '春语园', 'cyy'], ['dh', '东海公寓', 'dhgy'], ['fj', '枫景湾', 'fjw'], ['gy', '桂园', 'gy'], ['hb', '河滨新苑', 'hbxy'],
  ['jd', '金地名苑', 'jdmy'], ['kc', '康城', 'kc'], ['lx', '兰溪小区', 'lxxq'], ['my', '明月山庄', 'mysz'], ['nh', '南湖公馆', 'nhgg'], ['pj', '浦江里', 'pjl'],
  ['rs', '瑞思家园', 'rsjy'], ['st', '水塘新村', 'stxc'], ['th', '天和苑', 'thy'], ['wx', '文溪小筑', 'wxxz'], ['xj', '香江花城', 'xjhc'], ['yl', '银龙公寓', 'ylgy'],
  ['zj', '竹径雅居', 'zjyj'], ['zy', '中央学府', 'zyxf'], ['bs', '百善堂', 'bst'], ['lm', '栎木里', 'lml'],
]

export function areaTree() {
  const compound = (id) => compounds.find((one) => one[0] === id)[1]
  const item = (id, kind, name, label, parent, children, more = {}) => ({ id, kind, name, label, ...(parent ? { parent } : {}), children, ...more })
  const all = compounds.map(([id, name, , own]) => item(`c-${id}`, 'compound', name, name, '', 6, own ? { own: true } : {}))
  const children = (parent) => {
    if (!parent) return all
    const [kind, a, b, c] = parent.split('-')
    // One compound has houses with one unit only: the picker passes over such a level.
    const units = a === 'gy' ? 1 : 3
    if (kind === 'c') return Array.from({ length: 6 }, (_, i) => item(`b-${a}-${i + 1}`, 'building', `${i + 1}号楼`, `${compound(a)}${i + 1}号楼`, parent, units))
    if (kind === 'b') return Array.from({ length: units }, (_, i) => item(`u-${a}-${b}-${i + 1}`, 'unit', `${i + 1}单元`, `${compound(a)}${b}号楼${i + 1}单元`, parent, 24))
    if (kind === 'u') {
      return Array.from({ length: 36 }, (_, i) => {
        const number = `${Math.floor(i / 3) + 1}0${(i % 3) + 1}`
        return item(`r-${a}-${b}-${c}-${number}`, 'room', `${number}室`, `${compound(a)}${b}号楼${c}单元${number}室`, parent, 0, { number })
      })
    }
    return []
  }
  const find = (q) => all.filter((one, i) => compounds[i][2].startsWith(q.toLowerCase()) || one.name.includes(q))
  return { children, compounds: find }
}
