package bulk

import (
	"encoding/json"
	"strconv"
	"strings"

	"jiezhan/station/area"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// rooms are the table of housing (房屋): one row for each room, with what stands above it.
func rooms() Kind {
	return Kind{
		Name: "rooms", Zh: "房屋地址", En: "Rooms",
		Columns: []Column{
			{Key: "community", Zh: "社区代码", En: "Community code", Also: []string{"社区"}, Required: true, HintZh: "12 位，本街道内", HintEn: "12 digits, of this office"},
			{Key: "compound", Zh: "小区", En: "Compound", Required: true, HintZh: "名称，不含楼号", HintEn: "its name, no building"},
			{Key: "building", Zh: "楼栋", En: "Building", Required: true, HintZh: "3", HintEn: "3"},
			{Key: "unit", Zh: "单元", En: "Unit", HintZh: "2，无单元留空", HintEn: "2, or empty"},
			{Key: "room", Zh: "房号", En: "Room", Also: []string{"室号", "房间号"}, Required: true, HintZh: "1203", HintEn: "1203"},
		},
		Judge: judgeRooms,
		Command: func(rows []json.RawMessage) (ledger.Command, error) {
			list, err := decodeAll[area.ImportedRoom](rows)
			return area.ImportRooms{Rooms: list}, err
		},
		Count: func(o ledger.Outcome) (Count, error) {
			r, err := ledger.Result[area.ImportedRooms](o)
			return Count{Added: r.Added, Known: r.Known}, err
		},
	}
}

func judgeRooms(j Judging) Judge {
	find, seen, communities := newFinder(), map[area.ImportedRoom]int{}, map[string]area.Node{}
	return func(q store.Query, r Cells) (any, []Problem, error) {
		room := area.ImportedRoom{
			Community: bareNumber(r.Text("community")), Compound: r.Text("compound"),
			Building: bareNumber(r.Text("building")), Unit: bareNumber(r.Text("unit")), Room: bareNumber(r.Text("room")),
		}
		wrong := fieldsToColumns(area.ImportRooms{Rooms: []area.ImportedRoom{room}}.Validate(j.Stamp), roomColumns())
		if len(wrong) > 0 {
			return nil, wrong, nil
		}
		community, known := communities[room.Community]
		if !known {
			var err error
			community, known, err = area.CommunityByCode(q, room.Community)
			if err != nil || !known {
				return nil, []Problem{{Column: "community", Code: "area.community_unknown"}}, err
			}
			communities[room.Community] = community
		}
		if line, before := seen[room]; before {
			return nil, []Problem{{Column: "room", Code: "row.twice", Params: map[string]string{"line": strconv.Itoa(line)}}}, nil
		}
		seen[room] = r.Line
		there, err := find.roomOf(q, community, room)
		if there {
			wrong = []Problem{{Column: "room", Code: "row.room_known"}}
		}
		return room, wrong, err
	}
}

func roomColumns() map[string]string {
	return map[string]string{"community": "community", "compound": "compound", "building": "building", "unit": "unit", "room": "room"}
}

// roomOf tells whether the tree has the room, below its own community.
func (f *finder) roomOf(q store.Query, community area.Node, r area.ImportedRoom) (bool, error) {
	key := community.ID + "/" + strings.ToLower(r.Compound)
	here, found := f.nodes[key]
	if !found {
		var err error
		if here, found, err = area.ChildOf(q, community.ID, area.Compound, "", r.Compound); err != nil || !found {
			return false, err
		}
		f.nodes[key] = here
	}
	for _, step := range []struct {
		kind   area.Kind
		number string
	}{{area.Building, r.Building}, {area.Unit, r.Unit}, {area.Room, r.Room}} {
		if step.number == "" {
			continue
		}
		var err error
		if here, found, err = f.child(q, here, step.kind, step.number); err != nil || !found {
			return false, err
		}
	}
	return true, nil
}
