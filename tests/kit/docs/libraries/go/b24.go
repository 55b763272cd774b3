package b24gosdk

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

type Params = map[string]any

type ID int

type Option func()

func WithIdempotent() Option { return func() {} }

type Response struct {
	Result json.RawMessage
	Error  string
}

type Client struct{ base, token string }

func NewClient(webhook string) *Client                { return &Client{base: webhook} }
func NewOAuthClient(endpoint, token string) *Client   { return &Client{base: endpoint, token: token} }
func (client *Client) Core() *Client                  { return client }

func (client *Client) Call(ctx context.Context, method string, params Params, _ ...Option) (*Response, error) {
	all := Params{}
	for name, value := range params {
		all[name] = value
	}
	if client.token != "" {
		all["auth"] = client.token
	}
	body, _ := json.Marshal(all)
	request, err := http.NewRequestWithContext(ctx, "POST", strings.TrimSuffix(client.base, "/")+"/"+method, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	var response Response
	if err := json.NewDecoder(answer.Body).Decode(&response); err != nil {
		return nil, err
	}
	if response.Error != "" {
		return nil, fmt.Errorf("%d %s", answer.StatusCode, response.Error)
	}
	return &response, nil
}
