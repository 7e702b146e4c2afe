package registry

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"jiezhan/station/area"
	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// The size of a compound and its parts in the sample: 140 people in a building, 700 in a compound.
const (
	buildingsPerCompound, unitsPerBuilding, roomsPerUnit, peoplePerRoom = 5, 2, 24, 3
	peoplePerCompound                                                   = buildingsPerCompound * unitsPerBuilding * roomsPerUnit * peoplePerRoom
)

// resident is one invented person of the sample.
type resident struct {
	name, number, phone string
	place               int // counts rooms
}

// sample invents residents by a fixed seed. Surnames are as unevenly spread as in life: one in fourteen is called 王.
type sample struct{ random *rand.Rand }

func newSample() *sample { return &sample{rand.New(rand.NewPCG(1, 2))} }

func (s *sample) next(i int) resident {
	surnames := []rune("王王王王王王王李李李李李李李张张张张张张张刘刘刘刘刘陈陈陈陈杨杨杨赵赵黄黄周周吴吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段")
	given := []rune("伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉力晓华建国志红玉梅玲珍凤春生海山仁波宁贵福龙元全胜学祥才发武新利清飞彬富顺信子昌成康星光天达安岩中茂进林有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆")
	r := s.random
	name := string(surnames[r.IntN(len(surnames))]) + string(given[r.IntN(len(given))])
	if r.IntN(100) < 80 {
		name += string(given[r.IntN(len(given))])
	}
	areas := []string{"339999", "349999", "419999", "369999"}
	number := fmt.Sprintf("%s%04d%02d%02d%03d", areas[r.IntN(len(areas))], 1940+r.IntN(80), 1+r.IntN(12), 1+r.IntN(28), r.IntN(1000))
	return resident{
		name: name, number: number + string(identity.Check(number)), phone: fmt.Sprintf("1%d%09d", 3+r.IntN(7), r.IntN(1e9)),
		place: i / peoplePerRoom,
	}
}

func compoundName(i int) string {
	heads := []rune("青白紫金翠绿兰红东西南北新安和福")
	middles := []rune("松桦荷桂竹梅枫柳泰康宁丰阳湖山溪")
	tails := []string{"家园", "花园", "小区", "新村", "苑", "雅居"}
	return string(heads[i%16]) + string(middles[i/16%16]) + tails[i/256%6]
}

func roomPath(place int) (compound, building, unit int, room string) {
	in := place % (buildingsPerCompound * unitsPerBuilding * roomsPerUnit)
	flat := in % roomsPerUnit
	return place / (buildingsPerCompound * unitsPerBuilding * roomsPerUnit), in/(unitsPerBuilding*roomsPerUnit) + 1,
		in/roomsPerUnit%unitsPerBuilding + 1, fmt.Sprintf("%d%02d", flat/2+1, flat%2+1)
}

// openSample opens a register of so many people, and builds it where this machine has none yet. The rows are those that the commands
// would write, written in the order of the tables; commands alone would take an hour for a million.
func openSample(tb testing.TB, people int) *store.DB {
	tb.Helper()
	version := sha256.Sum256([]byte(schema + area.Slice().Schema + "sample 2"))
	path := filepath.Join(os.TempDir(), fmt.Sprintf("jiezhan-bench-%x-%d.db", version[:6], people))
	if _, err := os.Stat(path); err != nil {
		older, _ := filepath.Glob(filepath.Join(os.TempDir(), fmt.Sprintf("jiezhan-bench-*-%d.db*", people)))
		for _, file := range older { // of another version of the tables
			_ = os.Remove(file)
		}
		if err := buildSample(path+".new", people); err != nil {
			tb.Fatal(err)
		}
		if err := os.Rename(path+".new", path); err != nil {
			tb.Fatal(err)
		}
	}
	db, err := store.Open(path, store.Replayable)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = db.Close() })
	return db
}

func buildSample(path string, people int) error {
	_ = os.Remove(path) // of a build that broke off
	db, err := store.Open(path, store.Replayable)
	if err != nil {
		return err
	}
	if _, err := ledger.Open(db, []ledger.Slice{area.Slice(), Slice()}, nil); err != nil {
		return errors.Join(err, db.Close())
	}
	tx, err := db.Begin()
	if err != nil {
		return errors.Join(err, db.Close())
	}
	if err := fillSample(tx, people); err != nil {
		return errors.Join(err, tx.Rollback(), db.Close())
	}
	return errors.Join(tx.Commit(), db.Close())
}

func fillSample(tx *store.Tx, people int) error {
	tree := sampleTree((people + peoplePerCompound - 1) / peoplePerCompound)
	if err := area.Fill(tx, tree); err != nil {
		return err
	}
	rooms := area.Rooms(tree)
	s := newSample()
	since := calendar.NewDate(2024, 5, 1)
	return Fill(tx, people, since, func(i int) (ImportedPerson, []string) {
		r := s.next(i)
		room := rooms[r.place]
		return ImportedPerson{
			ID: fmt.Sprintf("01900000-0000-7000-8000-%012d", i), Card: sampleCard(r), Phone: "+86" + r.phone, RoomID: room.RoomID,
			ResidenceID: fmt.Sprintf("01900000-0000-7000-9000-%012d", i), Number: fmt.Sprintf("R%d", i), Since: since, RegisteredOn: since,
		}, []string{room.Path}
	})
}

// sampleTree is a street of compounds, their rooms in the order of roomPath.
func sampleTree(compounds int) []area.NewNode {
	var tree []area.NewNode
	add := func(id string, kind area.Kind, parent, name, number string) string {
		tree = append(tree, area.NewNode{ID: id, Kind: kind, Parent: parent, Name: name, Number: number})
		return id
	}
	community := add("community", area.Community, "", "青松社区", "339999001001")
	for c := range compounds {
		compound := add(fmt.Sprint("c", c), area.Compound, community, compoundName(c), "")
		for b := range buildingsPerCompound {
			building := add(fmt.Sprintf("c%d/%d", c, b+1), area.Building, compound, "", fmt.Sprint(b+1))
			for u := range unitsPerBuilding {
				unit := add(fmt.Sprintf("c%d/%d/%d", c, b+1, u+1), area.Unit, building, "", fmt.Sprint(u+1))
				for flat := range roomsPerUnit {
					room := fmt.Sprintf("%d%02d", flat/2+1, flat%2+1)
					add(fmt.Sprintf("%s/%s", unit, room), area.Room, unit, "", room)
				}
			}
		}
	}
	return tree
}
