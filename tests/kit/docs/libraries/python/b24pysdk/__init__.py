import json
import os
import ssl
import urllib.request

from .errors import BitrixAPIError


class BitrixWebhook:
    def __init__(self, *, domain, webhook_token):
        self.base, self.auth = f"https://{domain}/rest/{webhook_token}/", {}


class BitrixApp:
    def __init__(self, *, client_id, client_secret):
        pass


class BitrixToken:
    def __init__(self, *, domain, auth_token, refresh_token, bitrix_app):
        self.base, self.auth = f"https://{domain}/rest/", {"auth": auth_token}


class Client:
    """`client.app.option.get(option="x")` calls `app.option.get` when its response is asked for."""

    def __init__(self, token, path=(), params=None):
        self._token, self._path, self._params = token, path, params

    def __getattr__(self, name):
        return Client(self._token, (*self._path, name))

    def __call__(self, **params):
        return Client(self._token, self._path, params)

    @property
    def response(self):
        body = json.dumps({**self._params, **self._token.auth}).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self._token.base}{'.'.join(self._path)}.json", body, headers)
        trust = ssl.create_default_context(cafile=os.environ["REQUESTS_CA_BUNDLE"])
        try:
            with urllib.request.urlopen(request, context=trust) as answer:
                return Response(json.load(answer)["result"])
        except urllib.error.HTTPError as error:
            raise BitrixAPIError(json.load(error)["error"]) from error


class Response:
    def __init__(self, result):
        self.result = result
