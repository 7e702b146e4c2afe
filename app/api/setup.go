package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// Setup is how far a station is that belongs to no office yet. Its routes are served before there is a station to make an API of; they stand here
// so that one document describes all that a page can ask.
type Setup struct {
	State      string       `json:"state" enum:"needed,working,failed,done"`
	Station    SetupStation `json:"station"`
	OfficeName string       `json:"office_name" doc:"As configured"`
	Code       string       `json:"code,omitempty" doc:"What went wrong, as a problem code"`
}

// SetupStation is the machine that is being set up.
type SetupStation struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// SetupJoinInput carries the one-time code shown at a station of the office.
type SetupJoinInput struct {
	Code string `json:"code" maxLength:"64"`
}

// describeSetup puts the routes of the setup mode into the OpenAPI document.
func (a *API) describeSetup() {
	document := a.huma.OpenAPI()
	schemas := document.Components.Schemas
	for _, data := range []any{Setup{}, SetupJoinInput{}} {
		registerSchema(schemas, data)
	}
	body := func(name string) map[string]*huma.MediaType {
		return map[string]*huma.MediaType{"application/json": {Schema: &huma.Schema{Ref: "#/components/schemas/" + name}}}
	}
	responses := map[string]*huma.Response{
		"200":     {Description: "How far it is", Content: body("Setup")},
		"default": {Description: "Error", Content: map[string]*huma.MediaType{"application/problem+json": body("Problem")["application/json"]}},
	}
	kioskOnly := map[string]any{"x-needs": string(kiosk)}
	document.AddOperation(&huma.Operation{
		OperationID: "setup", Method: http.MethodGet, Path: "/api/v1/setup", Responses: responses, Extensions: kioskOnly,
	})
	document.AddOperation(&huma.Operation{
		OperationID: "setup-join", Method: http.MethodPost, Path: "/api/v1/setup/join", Responses: responses, Extensions: kioskOnly,
		RequestBody: &huma.RequestBody{Required: true, Content: body("SetupJoinInput")},
	})
	document.AddOperation(&huma.Operation{
		OperationID: "setup-found", Method: http.MethodPost, Path: "/api/v1/setup/found", Responses: responses, Extensions: kioskOnly,
	})
}
