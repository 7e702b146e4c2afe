// The message catalogue of the device panel.
export const words = {
  zh: {
    title: '演示设备台', lead: '把虚构的身份证放到读卡器上；应用程序收到的是真实的串口字节。', other: 'English',
    kiosk: '自助机', staff: '工作台', remove: '取走卡片', unplug: '拔掉读卡器', plug: '插上读卡器', cut: '拔掉网线', mend: '接上网线', kill: '断电', start: '开机', cards: '放一张卡',
    on: '运行中', off: '已断电', alone: '网线已拔', empty: '读卡器上没有卡', unplugged: '读卡器已拔掉', trouble: '没有做成：',
    roles: {
      new_in_town: '初来本市，没有登记过', moved_back: '以前住过这里，地址和电话已知', half_year: '登记满半年，可以申请居住证', second_half_year: '另一位满半年的居民',
      too_early: '登记才两个月', child: '未满十六岁', minority_name: '姓名中有间隔点', rare_name: '生僻字姓名，长期有效的证件', expired_card: '证件已过期',
      wrong_check: '号码校验位不对', hong_kong: '港澳台居民居住证', foreign_resident: '外国人永久居留身份证', unreadable: '芯片磨损，读不出来', other_card: '不是身份证',
    },
  },
  en: {
    title: 'Device panel of the demo', lead: 'Lay fictitious cards on a reader; what reaches the application are the real bytes of a serial line.', other: '中文',
    kiosk: 'Kiosk', staff: 'Staff console', remove: 'Take the card away', unplug: 'Pull the cable', plug: 'Plug it in', cut: 'Pull the network', mend: 'Plug the network in', kill: 'Cut the power', start: 'Switch on', cards: 'Lay a card',
    on: 'running', off: 'no power', alone: 'no network', empty: 'No card on the reader', unplugged: 'The reader is unplugged', trouble: 'That did not work: ',
    roles: {
      new_in_town: 'New in town, not registered', moved_back: 'Lived here before: address and phone are known', half_year: 'Registered for half a year, may apply for a permit',
      second_half_year: 'Another resident past half a year', too_early: 'Registered two months ago', child: 'Under sixteen', minority_name: 'A name with a middle dot',
      rare_name: 'A rare character, a long-term card', expired_card: 'The card has expired', wrong_check: 'The number fails its check', hong_kong: 'Permit for Hong Kong, Macau and Taiwan residents',
      foreign_resident: 'Foreign permanent resident', unreadable: 'A worn chip that cannot be read', other_card: 'Not an ID card',
    },
  },
}
