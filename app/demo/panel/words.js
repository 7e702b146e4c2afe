// The message catalogue of the device panel.
export const words = {
  zh: {
    title: '演示设备台', lead: '放上虚构的身份证，按下报警按钮，打一张号票：应用程序收到的是真实的串口和网络字节。', other: 'English',
    kiosk: '自助机', staff: '工作台', reader: '身份证阅读器', remove: '取走卡片', unplug: '拔线', plug: '插线', cut: '拔掉网线', mend: '接上网线', kill: '断电', start: '开机',
    on: '运行中', off: '已断电', alone: '网线已拔', empty: '读卡器上没有卡', unplugged: '连接线已拔掉', trouble: '没有做成：',
    printer: '号票打印机', no_ticket: '还没有出票', ticket: '打一张测试票', tear: '出票时断线', tearing: '下一张票打到一半会断线', paper_out: '取走纸卷', paper_in: '装上纸卷', near_end: '纸将尽', roll_full: '换新纸卷',
    open: '打开机盖', shut: '合上机盖', offline: '脱机', online: '联机', picture: '最近一张票',
    roles: {
      new_in_town: '初来本市，没有登记过', moved_back: '以前住过这里，地址和电话已知', half_year: '登记满半年，可以申请居住证', second_half_year: '另一位满半年的居民', permit_holder: '有居住证，可以签注',
      too_early: '登记才两个月', child: '未满十六岁', minority_name: '姓名中有间隔点', rare_name: '生僻字姓名，长期有效的证件', expired_card: '证件已过期',
      wrong_check: '号码校验位不对', hong_kong: '港澳台居民居住证', foreign_resident: '外国人永久居留身份证', unreadable: '芯片磨损，读不出来', other_card: '不是身份证',
    },
    problems: {
      'printer.paper_out': '打印机没有纸', 'printer.cover_open': '打印机机盖开着', 'printer.offline': '打印机脱机或已关机', 'printer.busy': '前面还有号票在打', 'printer.port_gone': '打印机的线拔掉了',
      'printer.port_not_found': '打印机的线没有插', 'printer.port_cannot_open': '打印机的端口打不开', 'device.not_answering': '打印机没有回答',
    },
    wires: { surgard: '接警机（Sur-Gard 串口）', conwin: '接警机（丛文 685 串口）', dc09: 'IP 报警主机（SIA DC-09，AES）' },
    counts: { sent: '已发', acked: '已应答', repeated: '重发', waiting: '待发' }, blocked: '对方无应答，主机已判定中断',
    scenes: {
      help: '求助按钮', fire: '火警', gas: '燃气', duress: '胁迫', burglary: '防盗', tamper: '防拆', mains_lost: '交流断电', mains_back: '交流恢复', opened: '撤防', closed: '布防',
      test: '定时测试', unknown_code: '未知代码', stranger: '未登记账号', runaway: '主机失控（60 条）', blackout: '大面积停电（200 条）',
    },
    faults: { '': '线路正常', noise: '杂波', split: '逐字节到达', bad_checksum: '字节出错', replies_lost: '应答丢失', silence: '无声（心跳中断）' },
  },
  en: {
    title: 'Device panel of the demo', lead: 'Lay fictitious cards, press alarm buttons, print tickets: what reaches the application are the real bytes of serial lines and the network.', other: '中文',
    kiosk: 'Kiosk', staff: 'Staff console', reader: 'ID-card reader', remove: 'Take the card away', unplug: 'Pull the cable', plug: 'Plug it in', cut: 'Pull the network', mend: 'Plug the network in', kill: 'Cut the power', start: 'Switch on',
    on: 'running', off: 'no power', alone: 'no network', empty: 'No card on the reader', unplugged: 'The cable is pulled', trouble: 'That did not work: ',
    printer: 'Ticket printer', no_ticket: 'No ticket yet', ticket: 'Print a test ticket', tear: 'Break the line mid-ticket', tearing: 'The line will break in the next ticket', paper_out: 'Take the paper out', paper_in: 'Put paper in',
    near_end: 'Paper near its end', roll_full: 'A fresh roll', open: 'Open the cover', shut: 'Close the cover', offline: 'Take off line', online: 'Put on line', picture: 'The last ticket',
    roles: {
      new_in_town: 'New in town, not registered', moved_back: 'Lived here before: address and phone are known', half_year: 'Registered for half a year, may apply for a permit',
      second_half_year: 'Another resident past half a year', permit_holder: 'Holds a permit that may be endorsed now', too_early: 'Registered two months ago', child: 'Under sixteen', minority_name: 'A name with a middle dot',
      rare_name: 'A rare character, a long-term card', expired_card: 'The card has expired', wrong_check: 'The number fails its check', hong_kong: 'Permit for Hong Kong, Macau and Taiwan residents',
      foreign_resident: 'Foreign permanent resident', unreadable: 'A worn chip that cannot be read', other_card: 'Not an ID card',
    },
    problems: {
      'printer.paper_out': 'the printer has no paper', 'printer.cover_open': 'the printer is open', 'printer.offline': 'the printer is off line or off', 'printer.busy': 'other tickets are being printed',
      'printer.port_gone': 'the printer has been unplugged', 'printer.port_not_found': 'the printer is not plugged in', 'printer.port_cannot_open': 'the port of the printer cannot be opened', 'device.not_answering': 'the printer does not answer',
    },
    wires: { surgard: 'Alarm receiver (Sur-Gard, serial)', conwin: 'Alarm receiver (Conwin 685, serial)', dc09: 'IP panel (SIA DC-09, AES)' },
    counts: { sent: 'sent', acked: 'acknowledged', repeated: 'repeated', waiting: 'waiting' }, blocked: 'Nobody answers: the receiver has given the station up',
    scenes: {
      help: 'Help button', fire: 'Fire', gas: 'Gas', duress: 'Duress', burglary: 'Burglary', tamper: 'Tamper', mains_lost: 'Mains lost', mains_back: 'Mains back', opened: 'Disarm', closed: 'Arm',
      test: 'Periodic test', unknown_code: 'Unknown code', stranger: 'Unknown account', runaway: 'Runaway panel (60)', blackout: 'Blackout (200)',
    },
    faults: { '': 'Sound line', noise: 'Noise', split: 'Byte by byte', bad_checksum: 'Wrong bytes', replies_lost: 'Answers lost', silence: 'Silence (no heartbeat)' },
  },
}
