// Calls Live with Huawei's official SDK, as a user's program would.
//
// A line of standard input is a call, as JSON; a line of standard output is what the SDK made of the answer. The keys come
// from CLOUD_SDK_AK and CLOUD_SDK_SK, as in the sample of https://support.huaweicloud.com/api-live/RunRecord.html
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/auth/basic"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/region"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/sdkerr"
	live "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/live/v1"
)

type account struct {
	Endpoint      string `json:"endpoint"`
	Project       string `json:"project"`
	SecurityToken string `json:"securityToken"`
}

type call struct {
	Account   account         `json:"account"`
	Operation string          `json:"operation"`
	Request   json.RawMessage `json:"request"`
}

type answer struct {
	Status    int    `json:"status"`
	Body      any    `json:"body,omitempty"`
	Code      string `json:"code,omitempty"`
	Text      string `json:"text,omitempty"`
	RequestId string `json:"requestId,omitempty"`
}

func main() {
	calls := json.NewDecoder(os.Stdin)
	answers := json.NewEncoder(os.Stdout)
	for {
		var next call
		if err := calls.Decode(&next); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			panic(err)
		}
		if err := answers.Encode(answerTo(next)); err != nil {
			panic(err)
		}
	}
}

func answerTo(next call) answer {
	response, err := send(next)
	var refusal *sdkerr.ServiceResponseError
	switch {
	case errors.As(err, &refusal):
		return answer{refusal.StatusCode, nil, refusal.ErrorCode, refusal.ErrorMessage, refusal.RequestId}
	case err != nil:
		return answer{Text: err.Error()}
	}
	status := reflect.ValueOf(response).Elem().FieldByName("HttpStatusCode").Int()
	return answer{Status: int(status), Body: response}
}

// Without a project, the SDK asks IAM for that of the region.
func client(of account) (*live.LiveClient, error) {
	credentials, err := basic.NewCredentialsBuilder().
		WithAk(os.Getenv("CLOUD_SDK_AK")).
		WithSk(os.Getenv("CLOUD_SDK_SK")).
		WithProjectId(of.Project).
		WithSecurityToken(of.SecurityToken).
		WithIamEndpointOverride(of.Endpoint).
		SafeBuild()
	if err != nil {
		return nil, err
	}
	http, err := live.LiveClientBuilder().
		WithRegion(region.NewRegion("cn-north-4", of.Endpoint)).
		WithCredential(credentials).
		SafeBuild()
	if err != nil {
		return nil, err
	}
	return live.NewLiveClient(http), nil
}

func send(next call) (any, error) {
	to, err := client(next.Account)
	if err != nil {
		return nil, err
	}
	method := reflect.ValueOf(to).MethodByName(next.Operation)
	if !method.IsValid() {
		return nil, fmt.Errorf("the SDK has no %s", next.Operation)
	}
	request := reflect.New(method.Type().In(0).Elem())
	if err := json.Unmarshal(next.Request, request.Interface()); err != nil {
		return nil, err
	}
	results := method.Call([]reflect.Value{request})
	if err, failed := results[1].Interface().(error); failed {
		return nil, err
	}
	return results[0].Interface(), nil
}
