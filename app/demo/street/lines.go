package street

import (
	"fmt"
	"strings"

	"jiezhan/station/alarm"
	"jiezhan/station/calendar"
)

// A Line is an alarm account of the sample (报警线路): who is behind it, and in which community, counted from 0.
type Line struct {
	Account   string
	Kind      alarm.SubscriberKind
	Community int
}

// Stranger is an account that nobody is behind: panels are installed faster than lists are kept.
const Stranger = "9001"

// lineCommunities are the communities with alarm accounts, the first ones.
const lineCommunities = 3

// Lines are the alarm accounts of the sample: 1001 to 1014 in the first community, 2001 to 2013 in the second and so on.
func Lines() []Line {
	var lines []Line
	for community := range lineCommunities {
		n := 0
		add := func(kind alarm.SubscriberKind, many int) {
			for range many {
				n++
				lines = append(lines, Line{Account: fmt.Sprintf("%d%03d", community+1, n), Kind: kind, Community: community})
			}
		}
		add(alarm.Elder, 4)
		add(alarm.Household, 3)
		add(alarm.Shop, 3)
		add(alarm.School, 1)
		add(alarm.Office, 1)
		add(alarm.Other, 1)
		if community == 0 {
			add(alarm.Elder, 1)
		}
	}
	return lines
}

// oldAge is from which age a resident of the sample may wear a call button.
const oldAge = 75

// behind finds out who is behind the lines. It draws nothing, so that the street is the same with it and without.
type behind struct {
	today  calendar.Date
	rooms  map[string]room
	people []Resident
	served map[string]bool // households that have a line
	shops  int
}

// subscribers puts residents and places of the street behind the lines.
func subscribers(today calendar.Date, rooms []room, people []Resident) []alarm.PutSubscriber {
	b := behind{today: today, rooms: map[string]room{}, people: people, served: map[string]bool{}}
	for _, r := range rooms {
		b.rooms[r.id] = r
	}
	var all []alarm.PutSubscriber
	for _, line := range Lines() {
		all = append(all, b.subscriber(line))
	}
	return all
}

func (b *behind) subscriber(l Line) alarm.PutSubscriber {
	community := Communities[l.Community]
	c := alarm.PutSubscriber{Account: l.Account, Who: l.Kind, TestHours: 24, Phone: "199000" + l.Account + "0"}
	switch l.Kind {
	case alarm.Elder:
		p := b.resident(l.Community, oldAge)
		c.Name, c.Place, c.AreaID, c.Note = p.Name, b.rooms[p.RoomID].address, p.RoomID, "一键呼叫器；备用钥匙在网格员处"
	case alarm.Household:
		p := b.resident(l.Community, 30)
		c.Name, c.Place, c.AreaID, c.Note = p.Name, b.rooms[p.RoomID].address, p.RoomID, "厨房有燃气探测器"
	case alarm.Shop:
		p, names := b.resident(l.Community, 30), []string{"平价便利店", "惠民药房", "老味道面馆"}
		building, _, _ := strings.Cut(b.rooms[p.RoomID].address, "幢")
		c.Name, c.Place, c.Note = community+names[b.shops%len(names)], building+"幢底商", "卷帘门，夜间无人"
		b.shops++
	case alarm.School:
		c.Name, c.Place, c.Note = community+"小学", community+"路 18 号", "门卫室 24 小时有人"
	case alarm.Office:
		c.Name, c.Place, c.Note, c.TestHours = community+"社区居民委员会", community+"路 2 号", "周末无人", 168
	case alarm.Other:
		c.Name, c.Place, c.Note = community+"公共地下车库", community+"路 6 号地下一层", "值班电话在岗亭"
	}
	return c
}

// resident is the next one in the community of at least that age whose household has no line yet.
func (b *behind) resident(community, age int) Resident {
	for _, p := range b.people {
		if !p.Cast && !b.served[p.Household] && b.rooms[p.RoomID].community == community && p.Ended.IsZero() && p.Birth.AgeOn(b.today) >= age {
			b.served[p.Household] = true
			return p
		}
	}
	panic("the sample street has too few residents") // its size is fixed
}
