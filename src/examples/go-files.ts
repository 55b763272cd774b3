import type { Credential } from './access.ts';

/** The module of the SDK. */
export const SDK = 'github.com/bitrix24/b24gosdk';
/** The least that the SDK asks for (sdk/b24gosdk/index.md). */
const LANGUAGE = '1.21';
/** What fragments may use without importing it, and something of each, so that none counts as unused. */
const PACKAGES: Record<string, string> = {
  context: 'context.Background',
  'encoding/json': 'json.Marshal',
  errors: 'errors.New',
  fmt: 'fmt.Sprint',
  strconv: 'strconv.Itoa',
  strings: 'strings.Join',
  time: 'time.Now',
};

/**
 * The files of a program that runs a fragment. The fragment stands in a function and in a file of its own, whose imports
 * are these alone; its lines keep their numbers in what the compiler says.
 *
 * @param sdk folder of the module
 */
export const filesOf = (sdk: string, credential: Credential, text: string): Record<string, string> => ({
  'go.mod': module(sdk),
  'main.go': program(credential),
  'example.go': fragment(text),
});

const module = (sdk: string): string => `module example

go ${LANGUAGE}

require ${SDK} v0.0.0

replace ${SDK} => ${JSON.stringify(sdk)}
`;

const CLIENTS: Record<Credential, string> = {
  webhook: 'b24.NewClient(os.Getenv("ENDPOINT"))',
  token: 'b24.NewOAuthClient(os.Getenv("ENDPOINT"), os.Getenv("TOKEN"))',
};

const program = (credential: Credential): string => `package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	b24 "${SDK}"
)

var ctx = context.Background()
var client = ${CLIENTS[credential]}
var given = map[string]string{}

func main() {
	err := json.Unmarshal([]byte(os.Getenv("GIVEN")), &given)
	if err == nil {
		err = example()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
`;

const fragment = (text: string): string => `package main

import (
${Object.keys(PACKAGES)
  .map((path) => `\t"${path}"`)
  .join('\n')}

	b24 "${SDK}"
)

var (
	_ b24.Params
${Object.values(PACKAGES)
  .map((name) => `\t_ = ${name}`)
  .join('\n')}
)

func example() error {
//line example.go:1
${text}
	return nil
}
`;
