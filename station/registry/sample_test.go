package registry

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"jiezhan/station/area"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/pinyin"
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
	version := sha256.Sum256([]byte(schema + area.Slice().Schema + "sample 1"))
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
	b := bulk{tx: tx}
	b.places((people + peoplePerCompound - 1) / peoplePerCompound)
	b.people(people)
	if b.err != nil {
		return errors.Join(b.err, tx.Rollback(), db.Close())
	}
	return errors.Join(tx.Commit(), db.Close())
}

// bulk writes rows by the thousand and keeps the first error.
type bulk struct {
	tx  *store.Tx
	err error
}

func (b *bulk) exec(query string, rows [][]any) {
	for chunk := range slices.Chunk(rows, 1000) {
		if b.err != nil {
			return
		}
		list, err := json.Marshal(chunk)
		if err != nil {
			b.err = err
			return
		}
		_, b.err = b.tx.Exec(query, string(list))
	}
}

// columns selects the n values of each row of a bulk.
func columns(n int) string {
	values := make([]string, n)
	for i := range values {
		values[i] = fmt.Sprintf("value ->> %d", i)
	}
	return " SELECT " + strings.Join(values, ", ") + " FROM json_each(?) WHERE true"
}

func (b *bulk) places(compounds int) {
	var nodes, keys [][]any
	row := 0
	add := func(id, kind string, parent any, name, number, label, path string) {
		row++
		nodes = append(nodes, []any{row, id, kind, parent, nil, "339999001001", name, number, label, path, fmt.Sprintf("%06s", number)})
	}
	for c := range compounds {
		name := compoundName(c)
		compound := fmt.Sprintf("c%d", c)
		key := fmt.Sprint(row + 1)
		r := []rune(name)
		for i := range r {
			keys = append(keys, []any{"name", string(r[i:]), row + 1})
		}
		add(compound, "compound", nil, name, "", name, key)
		for building := range buildingsPerCompound {
			id := fmt.Sprintf("%s/%d", compound, building+1)
			add(id, "building", compound, "", fmt.Sprint(building+1), "", "")
		}
	}
	for place := range compounds * buildingsPerCompound * unitsPerBuilding * roomsPerUnit {
		c, building, unit, room := roomPath(place)
		add(fmt.Sprintf("r%d", place), "room", fmt.Sprintf("c%d/%d", c, building), room, fmt.Sprintf("%d-%s", unit, room),
			fmt.Sprintf("%s%d号楼%d单元%s室", compoundName(c), building, unit, room), samplePath(place))
	}
	b.exec(`INSERT INTO area_node`+columns(11), nodes)
	b.exec(`INSERT OR IGNORE INTO area_key`+columns(3), keys)
}

// samplePath is the path of a room; compounds and their buildings stand first in the table.
func samplePath(place int) string {
	c, building, unit, room := roomPath(place)
	return fmt.Sprintf("%d/%d/%d/%s", c*(buildingsPerCompound+1)+1, building, unit, room)
}

func (b *bulk) people(count int) {
	s := newSample()
	keys := map[keyKind][][]any{}
	var people, documents, residences [][]any
	for i := range count {
		r := s.next(i)
		id, at := fmt.Sprintf("01900000-0000-7000-8000-%012d", i), "2024-05-02T01:00:00.000Z"
		people = append(people, []any{i + 1, id, r.name, r.name, r.number, "1", "01", "1990-01-01", "CHN", "范本省范本市范本路1号", "+86" + r.phone, nil, at})
		documents = append(documents, []any{id, r.number, "resident", r.name, r.name, "范本省范本市范本路1号", "范本市公安局", "2020-01-01", "2040-01-01", 0, "[]", "chip", "", at, "s1"})
		residences = append(residences, []any{i + 1, id, fmt.Sprintf("R%d", i), id, fmt.Sprintf("r%d", r.place), "2024-05-01", "2024-05-02", at, "active", "", "", "", "import", "s1", ""})
		for _, k := range (found{names: []named{{r.name, pinyin.Name(r.name)}}, numbers: []string{r.number}, phone: "+86" + r.phone, places: []string{samplePath(r.place)}}).keys() {
			keys[k.Kind] = append(keys[k.Kind], []any{string(k.Kind), k.Key, i + 1})
		}
	}
	b.exec(`INSERT INTO person`+columns(13), people)
	slices.SortFunc(documents, func(x, y []any) int { return strings.Compare(x[1].(string), y[1].(string)) })
	b.exec(`INSERT OR IGNORE INTO document`+columns(15), documents)
	b.exec(`INSERT INTO residence`+columns(15), residences)
	for _, kind := range []keyKind{placeKey, endingKey, fullKey, phoneEndingKey, initialsKey, nameKey, partKey, phoneKey} {
		rows := keys[kind]
		slices.SortFunc(rows, func(x, y []any) int { return strings.Compare(x[1].(string), y[1].(string)) })
		b.exec(`INSERT OR IGNORE INTO search_key`+columns(3), rows)
	}
}
